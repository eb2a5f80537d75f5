import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';
import { openBroker } from '../broker/open-broker.ts';
import { openStorage } from '../broker/storage.ts';
import type { EnclosureTools } from '../enclosure/tools.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { LabDescription } from '../sdk/lab-description.ts';
import { bwrapLauncher } from './bwrap-launcher.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { copyStudentPackages } from './packages.ts';
import { type StagedSubmission, stageSubmission } from './staging.ts';
import { type RunningStudent, type StudentSpec, startStudent } from './student.ts';
import { openStudentEnclosure } from './student-enclosure.ts';
import { StudentFault } from './student-fault.ts';

/** For tests: a broker with storage of its own, below the temporary directory, and submissions written from strings. */
export interface Workshop extends AsyncDisposable {
  readonly broker: Broker;
  /** With the packages that submissions may import. */
  readonly packagesDirectory: string;
  /** The launcher with bubblewrap for this user, in no network or in the one that `enter` leads to. */
  enclosed(tools: EnclosureTools, owner?: Owner, enter?: readonly string[]): Promise<Launcher>;
  /** An empty folder, traversable by every user. */
  folder(name: string): Promise<string>;
  stage(files: Record<string, string>, exercise?: Exercise, owner?: Owner): Promise<StagedSubmission>;
  start(files: Record<string, string>, more?: Partial<StudentSpec>): Promise<RunningStudent>;
}

/** An unprivileged user for tests that run as root. */
export const stranger: Owner = { uid: 61234, gid: 61234 };

export const nodePath = process.execPath;

const sdkDirectory = resolve(import.meta.dirname, '../sdk');
const nodeModules = resolve(import.meta.dirname, '../../node_modules');

export async function openWorkshop(): Promise<Workshop> {
  const root = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  await chmod(root, 0o711);
  await mkdir(join(root, 'state'));
  const storage = openStorage({ LAB_STATE_DIR: join(root, 'state'), LAB_WORK_DIR: join(root, 'work') });
  const broker = openBroker(storage);
  const packagesDirectory = join(root, 'packages');
  await copyStudentPackages(nodeModules, packagesDirectory);
  let count = 0;
  const folder = async (name: string) => {
    count += 1;
    return broker.makeDirectory(`${name}-${count}`, { mode: 0o711 });
  };
  const workshop: Workshop = {
    broker,
    packagesDirectory,
    async enclosed(tools, owner, enter) {
      const stateDirectory = root;
      const options = { broker, nodePath, owner, packagesDirectory, sdkDirectory, stateDirectory };
      return bwrapLauncher(await openStudentEnclosure({ ...options, tools }), enter);
    },
    folder,
    async stage(files, exercise = exerciseWith('src/main.ts', ['main']), owner) {
      const source = await folder('source');
      await writeFiles(source, files);
      const into = await folder('staged');
      return stageSubmission({ source, into, exercise, packagesDirectory, sdkDirectory, owner });
    },
    async start(files, more = {}) {
      const exercise = more.exercise ?? exerciseWith('src/main.ts', ['main']);
      const staged = more.staged ?? (await workshop.stage(files, exercise, more.owner));
      const operations = async () => undefined;
      return startStudent({ broker, launcher: plainLauncher, nodePath, operations, ...more, staged, exercise });
    },
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
  return workshop;
}

/** The fault that a call ends with; throws what else it ends with. */
export async function faultOf(call: Promise<unknown>): Promise<StudentFault> {
  const thrown = await call.then(
    (value) => new Error(`no fault, but ${String(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof StudentFault) return thrown;
  throw thrown;
}

/** An exercise with one module; every function may take 5 s. */
export function exerciseWith(module: string, names: string[], deadline = 5000): Exercise {
  const exports = Object.fromEntries(names.map((name) => [name, { deadline }]));
  const modules = { [module]: { exports } };
  return {
    slug: 'ex0-test',
    title: '',
    summary: '',
    topology: 'pair',
    modules,
    permits: [],
    seed: [],
    grants: [],
    checks: [],
  };
}

export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A pair as a `$lab` value carries it. */
export const pair: LabDescription = {
  leader: 'leader',
  follower: 'follower',
  nodes: [
    {
      name: 'leader',
      url: 'postgres://student@127.0.0.1:5001/app',
      dataDirectory: '/data/leader',
      addresses: { follower: { host: '127.0.0.1', port: 6001 } },
    },
    {
      name: 'follower',
      url: 'postgres://student@127.0.0.1:5002/app',
      dataDirectory: '/data/follower',
      addresses: { leader: { host: '127.0.0.1', port: 6002 } },
    },
  ],
};
