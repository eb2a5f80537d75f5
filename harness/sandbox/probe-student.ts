import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';
import { openCanaries } from '../enclosure/canaries.ts';
import { type Reach, reach } from '../enclosure/reach.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Launcher } from './launcher.ts';
import { stageSubmission } from './staging.ts';
import { startStudent } from './student.ts';

export interface StudentProbe {
  broker: Broker;
  launcher: Launcher;
  nodePath: string;
  owner: Owner | undefined;
  packagesDirectory: string;
  sdkDirectory: string;
}

/** Starts a program of ours as a submission's would be, and lets it reach for what it must not. */
export async function probeStudent(options: StudentProbe): Promise<Reach> {
  const { broker, launcher, nodePath, owner } = options;
  const name = `probe-${randomBytes(3).toString('hex')}`;
  await using canaries = await openCanaries(broker, owner);
  const place = await broker.makeDirectory(name, { mode: 0o711 });
  // Each lane of a batch is probed: what is left of it goes with the probe, and what cannot be removed with the run.
  await using _end = {
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }).catch(() => undefined),
  };
  const source = await broker.makeDirectory(join(name, 'source'));
  await mkdir(join(source, 'src'));
  await writeFile(join(source, 'src/main.ts'), `export ${reach}`);
  const into = await broker.makeDirectory(join(name, 'staged'), { mode: 0o711 });
  const staged = await stageSubmission({ ...options, source, into, exercise });
  const operations = async () => undefined;
  await using student = await startStudent({ broker, launcher, staged, exercise, nodePath, owner, operations });
  return (await student.call('reach', [canaries.targets])) as Reach;
}

const exercise: Exercise = {
  slug: 'ex0-probe',
  title: '',
  summary: '',
  topology: 'standalone',
  modules: { 'src/main.ts': { exports: { reach: { deadline: 10_000 } } } },
  permits: [],
  seed: [],
  grants: [],
  checks: [],
};
