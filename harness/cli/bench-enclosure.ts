import { join } from 'node:path';
import type { RunConfig } from '../config/config.ts';
import { LabError } from '../core/errors.ts';
import { type Launcher, plainLauncher } from '../sandbox/launcher.ts';
import type { Invocation } from './command.ts';

/** `bench --enclosure`: exit code 1 where a claim does not hold. Throws NOT_ISOLATED where nothing can be enclosed. */
export async function benchOfEnclosure(invocation: Invocation, config: RunConfig, rounds: number): Promise<number> {
  const { root, signal, stdout } = invocation;
  const { benchEnclosure } = await import('../bench/bench-enclosure.ts');
  const { renderBench } = await import('../bench/claims.ts');
  const { findExercise, loadManifest } = await import('../course/course.ts');
  const { launcherFor } = await import('../sandbox/launcher-for.ts');
  const { stageSubmission } = await import('../sandbox/staging.ts');
  const { startStudent } = await import('../sandbox/student.ts');
  const { setUpGrading } = await import('./grading-setup.ts');
  const { isolated } = await import('./isolation.ts');
  const setup = await setUpGrading(invocation, { ...config, engine: 'embedded' });
  await using enclosed = await isolated(setup, { untrusted: true, trust: false });
  const { broker, confinement, engine, nodePath, users } = enclosed.common;
  if (confinement === undefined) throw new LabError('NOT_ISOLATED', 'programs are not enclosed here');
  const paths = findExercise(root, 'ex4', 'bench');
  const exercise = await loadManifest(paths);
  const staged = await stageSubmission({
    exercise,
    source: paths.solution,
    into: await broker.makeDirectory('bench', { mode: 0o711 }),
    packagesDirectory: join(broker.handle.stateDirectory, 'student-packages'),
    sdkDirectory: join(root, 'harness', 'sdk'),
    owner: users.student,
  });
  const start = (launcher: Launcher) =>
    startStudent({
      ...{ broker, exercise, launcher, nodePath, staged },
      owner: users.student,
      operations: async () => undefined,
    });
  stdout.write(`PostgreSQL ${engine.postgres}, ${rounds} rounds, medians\n\n`);
  const { times, claims } = await benchEnclosure({
    ...{ broker, rounds, signal },
    programs: {
      open: () => start(plainLauncher),
      enclosed: async (of) => start(launcherFor(confinement, await of.clientGround())),
    },
    engines: { open: setup.engineOptions, enclosed: enclosed.engineOptions },
  });
  stdout.write(`${renderBench(times, claims).join('\n')}\n`);
  return claims.every(({ holds }) => holds) ? 0 : 1;
}
