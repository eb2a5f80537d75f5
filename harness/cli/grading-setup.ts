import { join } from 'node:path';
import { type OwningBroker, openBroker } from '../broker/open-broker.ts';
import { openStorage, requireRoom } from '../broker/storage.ts';
import { sweepDeadRuns } from '../broker/sweep.ts';
import { chooseUsers } from '../broker/users.ts';
import type { RunConfig } from '../config/config.ts';
import { reachableNode } from '../core/reachable-node.ts';
import { openInstallation } from '../engines/embedded/installation.ts';
import { type EngineOptions, engineModule } from '../engines/open-engine.ts';
import type { GradeRequest } from '../grading/grade-submission.ts';
import { plainLauncher } from '../sandbox/launcher.ts';
import type { Invocation } from './command.ts';

/** What every command that grades shares: one broker, one engine, the users. */
export interface GradingSetup extends AsyncDisposable {
  broker: OwningBroker;
  engineOptions: EngineOptions;
  common: Pick<
    GradeRequest,
    'root' | 'broker' | 'users' | 'nodePath' | 'engine' | 'confinement' | 'isolation' | 'runs' | 'signal'
  >;
}

/** Sweeps what dead runs left, and begins this one. Disposing ends whatever the run still owns. Throws NO_STORAGE. */
export function setUpGrading(invocation: Invocation, config: RunConfig): GradingSetup {
  const storage = openStorage(invocation.env);
  sweepDeadRuns(storage);
  requireRoom(storage);
  const users = chooseUsers();
  const { stateDirectory, workDirectory } = storage;
  const { version } = openInstallation({ pgBin: config.pgBin, stateDirectory });
  const nodePath = reachableNode(stateDirectory);
  const broker = openBroker(storage);
  invocation.onExit(() => broker.sweep());
  const options: EngineOptions = {
    engine: 'embedded',
    users,
    stateDirectory,
    workDirectory,
    nodePath,
    pgBin: config.pgBin,
  };
  const because = config.pgBin ? `the programs of ${config.pgBin}` : 'the programs that npm brought';
  return {
    broker,
    engineOptions: options,
    common: {
      root: invocation.root,
      broker,
      users,
      nodePath,
      engine: { module: engineModule, options: { ...options }, name: 'embedded', postgres: version.full, because },
      isolation: { level: plainLauncher.isolation, detail: plainLauncher.describe() },
      runs: join(invocation.root, '.runs'),
      signal: invocation.signal,
    },
    [Symbol.asyncDispose]: () => Promise.resolve(broker[Symbol.asyncDispose]()),
  };
}
