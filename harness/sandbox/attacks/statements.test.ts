import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OwningBroker, openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import { startCluster } from '../../cluster/start-cluster.ts';
import { type Canaries, openCanaries } from '../../enclosure/canaries.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { openEngineForTest, storageForTest } from '../../engines/embedded/open-for-test.ts';
import { preparation, type StatementAttack, statementAttacks } from './statements.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const tools = findEnclosureTools();
const isRoot = process.getuid?.() === 0;
const why = 'missing' in tools ? tools.missing : isRoot ? undefined : 'only root can run servers as another user';

let broker: OwningBroker;
const ends = new AsyncDisposableStack();
const attack: Record<'open' | 'enclosed', (what: StatementAttack, canaries: Canaries) => Promise<boolean>> = {
  open: notYet,
  enclosed: notYet,
};
beforeAll(async () => {
  if (why !== undefined || 'missing' in tools) return;
  const { storage, remove } = storageForTest(openStorage(process.env));
  ends.defer(remove);
  broker = ends.use(openBroker(storage));
  attack.open = await openSession();
  attack.enclosed = await openSession(tools);
});
afterAll(() => ends.disposeAsync());

describe.skipIf(why !== undefined)(`attacks by a superuser${why ? ` (skipped: ${why})` : ''}`, () => {
  test.for(statementAttacks.map((each) => [each.name, each.does, each] as const))(
    '%s: %s; it has success where nothing is enclosed, and none in a ward',
    async ([, , what]) => {
      expect(await succeeds(what, 'open')).toMatchObject({ success: true });
      expect(await succeeds(what, 'enclosed')).toEqual({ success: false, touched: [] });
    },
  );
});

async function succeeds(what: StatementAttack, where: 'open' | 'enclosed') {
  await using canaries = await openCanaries(broker, chooseUsers().server);
  return { success: await attack[where](what, canaries), touched: canaries.touched() };
}

/** A session of the student's own role, a superuser, on a leader that stands alone. */
async function openSession(enclosure?: Exclude<typeof tools, { missing: string }>) {
  const { engine } = ends.use(await openEngineForTest({ enclosure }));
  const spec = { id: 'attacked/cluster', nodes: ['leader'], wiring: 'alone', seed: [], grants: [] } as const;
  const { leader } = ends.use(await startCluster(engine, { ...spec, superuser: true }));
  const session = new Client({ connectionString: leader.url });
  session.on('error', () => undefined);
  await session.connect();
  ends.defer(() => session.end());
  await session.query(preparation);
  return async ({ sql }: StatementAttack, { targets }: Canaries) => {
    const rows: { ok: boolean }[] = await session.query({ text: sql(targets), rowMode: 'array' }).then(
      (result) => result.rows.map(([ok]) => ({ ok: ok === true })),
      () => [{ ok: false }],
    );
    return rows[0]?.ok === true;
  };
}

function notYet(): never {
  throw new Error('the sessions are not open');
}
