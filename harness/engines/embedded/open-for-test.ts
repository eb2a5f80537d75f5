import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import { openBroker } from '../../broker/open-broker.ts';
import { openStorage, type Storage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import type { Engine } from '../engine.ts';
import { type EmbeddedEngineOptions, openEmbeddedEngine } from './embedded-engine.ts';

type EngineForTest = Pick<EmbeddedEngineOptions, 'pgBin' | 'enclosure'>;

/** An engine with a broker and directories of its own for a test. Templates are shared with other tests. */
export async function openEngineForTest({
  pgBin,
  enclosure,
}: EngineForTest = {}): Promise<{ engine: Engine; broker: Broker } & AsyncDisposable> {
  const shared = openStorage(process.env);
  const { storage, remove } = storageForTest(shared);
  const broker = openBroker(storage);
  const engine = await openEmbeddedEngine({
    broker,
    users: chooseUsers(),
    ...shared,
    nodePath: process.execPath,
    pgBin,
    enclosure,
  });
  return {
    engine,
    broker,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
      remove();
    },
  };
}

/**
 * A journal and a directory for runs that are a test's own, so that no other run takes what lives there for a dead one's.
 */
export function storageForTest(shared: Storage): { storage: Storage; remove: () => void } {
  const stateDirectory = mkdtempSync(join(shared.stateDirectory, 'test-'));
  const workDirectory = mkdtempSync(join(shared.workDirectory, 'test-'));
  for (const path of [stateDirectory, workDirectory]) chmodSync(path, 0o711);
  mkdirSync(join(workDirectory, 'runs'), { mode: 0o711 });
  const remove = () => {
    for (const path of [stateDirectory, workDirectory]) rmSync(path, { recursive: true, force: true });
  };
  return { storage: { ...shared, stateDirectory, workDirectory }, remove };
}

/** Debian's PostgreSQL 15, where a machine has it: the other version that is tested. */
export const debian15 = '/usr/lib/postgresql/15/bin';
