import { startCluster } from '../../cluster/start-cluster.ts';
import { readConfig } from '../../config/config.ts';
import { openEngine } from '../../engines/open-engine.ts';
import type { Invocation } from '../command.ts';
import { setUpGrading } from '../grading-setup.ts';

/** The proof of the rest: a leader and a follower, started and ended. */
export async function startOne(invocation: Invocation, pgBin: string | undefined): Promise<string> {
  const config = readConfig({ options: { pgBin }, env: invocation.env, cwd: invocation.cwd, terminal: false });
  await using setup = await setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  const spec = { nodes: ['leader', 'follower'], wiring: 'streaming', seed: [], grants: [], superuser: false } as const;
  // The first one may have made the template; the second is what every check pays.
  await using _first = await startCluster(engine, { ...spec, id: 'doctor-1' });
  const began = performance.now();
  await using _second = await startCluster(engine, { ...spec, id: 'doctor-2' });
  return `a leader and a follower ready in ${Math.round(performance.now() - began)} ms`;
}
