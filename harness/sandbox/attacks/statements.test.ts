import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OwningBroker, openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import { startCluster } from '../../cluster/start-cluster.ts';
import { type Canaries, openCanaries } from '../../enclosure/canaries.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { dockerForTest, openDockerForTest } from '../../engines/docker/open-for-test.ts';
import { openEngineForTest, storageForTest } from '../../engines/embedded/open-for-test.ts';
import type { Engine } from '../../engines/engine.ts';
import { preparation, type StatementAttack, statementAttacks } from './statements.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tools = findEnclosureTools();
const docker = await dockerForTest();
const notRoot = process.getuid?.() === 0 ? undefined : 'only root can run servers as another user';

let broker: OwningBroker;
const ends = new AsyncDisposableStack();
/** Whether an attack has success in a session of a superuser's. */
type Session = (what: StatementAttack, canaries: Canaries) => Promise<boolean>;
let open: Session;
beforeAll(async () => {
  if (notRoot !== undefined) return;
  const { storage, remove } = storageForTest(openStorage(process.env));
  ends.defer(remove);
  broker = ends.use(openBroker(storage));
  open = await openSession(ends.use(await openEngineForTest()).engine);
});
afterAll(() => ends.disposeAsync());

describeAttacks('a ward', 'missing' in tools ? tools.missing : undefined, async () => {
  return ends.use(await openEngineForTest({ enclosure: 'missing' in tools ? undefined : tools })).engine;
});
describeAttacks('a container', docker.because, async () => ends.use(await openDockerForTest(docker)).engine);

function describeAttacks(name: string, lacks: string | undefined, openEngine: () => Promise<Engine>): void {
  const why = notRoot ?? lacks;
  describe.skipIf(why !== undefined)(`attacks by a superuser in ${name}${why ? ` (skipped: ${why})` : ''}`, () => {
    let enclosed: Session;
    beforeAll(async () => {
      enclosed = await openSession(await openEngine());
    });
    test.for(statementAttacks.map((each) => [each.name, each.does, each] as const))(
      `%s: %s; it has success where nothing is enclosed, and none in ${name}`,
      async ([, , what]) => {
        expect(await succeeds(what, open)).toMatchObject({ success: true });
        expect(await succeeds(what, enclosed)).toEqual({ success: false, touched: [] });
      },
    );
  });
}

async function succeeds(what: StatementAttack, session: Session) {
  await using canaries = await openCanaries(broker, chooseUsers().server);
  return { success: await session(what, canaries), touched: canaries.touched() };
}

/** A session of the student's own role, a superuser, on a leader that stands alone. */
async function openSession(engine: Engine): Promise<Session> {
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
