import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import type { Engine } from '../engine.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';

/** An engine with a broker and directories of its own for a test. Templates are shared with other tests. */
export async function openEngineForTest(pgBin?: string): Promise<{ engine: Engine } & AsyncDisposable> {
  const shared = openStorage(process.env);
  const state = mkdtempSync(join(shared.stateDirectory, 'test-'));
  const broker = openBroker({ ...shared, stateDirectory: state });
  const engine = await openEmbeddedEngine({ broker, users: chooseUsers(), ...shared, nodePath: process.execPath, pgBin });
  return {
    engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Debian's PostgreSQL 15, where a machine has it: the other version that is tested. */
export const debian15 = '/usr/lib/postgresql/15/bin';
