import { join } from 'node:path';
import { type OwningBroker, openBroker } from '../broker/open-broker.ts';
import { openStorage, requireRoom } from '../broker/storage.ts';
import { sweepDeadRuns } from '../broker/sweep.ts';
import { chooseUsers } from '../broker/users.ts';
import { postWarden } from '../broker/warden.ts';
import type { RunConfig } from '../config/config.ts';
import { reachableNode } from '../core/reachable-node.ts';
import { chooseEngine } from '../engines/choose-engine.ts';
import { sweepDeadContainers } from '../engines/docker/janitor.ts';
import { type EngineOptions, engineModule } from '../engines/open-engine.ts';
import type { GradingCommon } from '../grading/grade-submission.ts';
import { plainLauncher } from '../sandbox/launcher.ts';
import type { Invocation } from './command.ts';

/** What every command that grades shares: one broker, one engine, the users. */
export interface GradingSetup extends AsyncDisposable {
  broker: OwningBroker;
  engineOptions: EngineOptions;
  /** What servers as processes of this machine need, whatever the engine. */
  embedded: EmbeddedSetup;
  common: GradingCommon;
}

/**
 * The setup for one of several gradings at the same time: with a user of its own for student code, where users differ.
 * Disposing it ends nothing: the run is not this lane's alone.
 */
export function setupForLane(setup: GradingSetup, lane: number): GradingSetup {
  const users = chooseUsers(lane);
  const { common, embedded, engineOptions } = setup;
  const options = engineOptions.engine === 'embedded' ? { ...engineOptions, users } : engineOptions;
  return {
    ...setup,
    engineOptions: options,
    embedded: { ...embedded, users },
    common: { ...common, users, engine: { ...common.engine, options: { ...options } } },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

type EmbeddedSetup = Parameters<typeof chooseEngine>[1];

/** Sweeps what dead runs left, and begins this one. Disposing ends whatever the run still owns. Throws NO_STORAGE, and what `chooseEngine` throws. */
export async function setUpGrading(invocation: Invocation, config: RunConfig): Promise<GradingSetup> {
  const storage = openStorage(invocation.env);
  sweepDeadRuns(storage);
  requireRoom(storage);
  const users = chooseUsers();
  const { stateDirectory, workDirectory } = storage;
  const nodePath = reachableNode(stateDirectory);
  const embedded = { users, stateDirectory, workDirectory, nodePath, pgBin: config.pgBin };
  const { because, options, postgres } = await chooseEngine(config.engine, embedded, invocation.env);
  if (options.engine === 'docker') await sweepDeadContainers(options.host);
  const broker = openBroker(storage);
  invocation.onExit(() => broker.sweep());
  postWarden(broker.handle, nodePath);
  return {
    broker,
    engineOptions: options,
    embedded,
    common: {
      root: invocation.root,
      broker,
      users,
      nodePath,
      engine: { module: engineModule, options: { ...options }, name: options.engine, postgres, because },
      isolation: { level: plainLauncher.isolation, detail: plainLauncher.describe() },
      runs: join(invocation.root, '.runs'),
      signal: invocation.signal,
    },
    [Symbol.asyncDispose]: () => Promise.resolve(broker[Symbol.asyncDispose]()),
  };
}
