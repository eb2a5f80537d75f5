import { type CheckContext, fail, insertProduct, type LabError, must, waitUntil } from '#harness/grading';
import { openDoors } from './doors.ts';
import { type Before, markLeader, whyNoReplica } from './replica.ts';
import { runSetUp } from './set-up.ts';
import { lookAtRole, readSlot } from './streaming.ts';
import { readInventory } from './tables.ts';

/** Calls `setUp` twice, in two programs, and looks for what the second call has changed. */
export async function setUpTwice(context: CheckContext): Promise<void> {
  const before = await markLeader(context);
  const first = await runSetUp(context);
  must(first.threw === undefined, 'setUp did not end well.', {
    expected: 'it returns, within 30 seconds',
    actual: first.threw,
    hint: 'Let errors that matter out, and see to it that none is left. Await what you start.',
  });
  const unready = await whyNoReplica(context, before);
  if (unready !== undefined) {
    fail('The follower does not follow after the first call.', {
      expected: 'it streams, as it did before',
      actual: unready,
      hint: 'setUp had another result than the time before: look for what depends on timing.',
    });
  }
  const traces = await leaveTraces(context);
  const state = await stateOf(context);

  const second = await runSetUp(context);
  must(second.threw === undefined, 'setUp was called again, and did not end well.', {
    expected: 'it returns, within 30 seconds',
    actual: second.threw,
  });
  const because = await whyNoReplica(context, before);
  must(because === undefined, 'setUp was called again, and now the follower does not follow any more.', {
    expected: 'it streams as before',
    actual: because,
  });
  await traces.look();
  mustBeSame(state, await stateOf(context));
  await startAnew(context, before);
  await cutLink(context, before);
}

/** What streams may be a connection from before, and what is in force a setting from before: now the files count. */
async function startAnew(context: CheckContext, before: Before): Promise<void> {
  const { leader, follower } = context.cluster;
  await leader.query('SELECT pg_catalog.pg_reload_conf()');
  await follower.kill();
  const said = await follower.start().then(
    () => whyNoReplica(context, before),
    (error: LabError) => {
      if (error.code !== 'START_FAILED') throw error;
      return error.message;
    },
  );
  must(
    said === undefined,
    'setUp was called again, and the follower does not follow any more once it is started anew.',
    {
      expected: 'the leader reloads its files, the follower is killed and started, and streams again',
      actual: said,
      hint: 'What the second call writes into a file may show only when a server reads it.',
    },
  );
}

async function cutLink(context: CheckContext, before: Before): Promise<void> {
  const { cluster, signal } = context;
  const receiver = () =>
    cluster.follower
      .query<Receiver>('SELECT pid, sender_host AS host, sender_port AS port FROM pg_catalog.pg_stat_wal_receiver')
      .then(([found]) => found);
  const old = await receiver();
  const cut = await cluster.disconnect(cluster.follower);
  const noticed = await waitUntil('the follower to lose its leader', async () => (await receiver())?.pid !== old?.pid, {
    timeout: noticeTimeout,
    signal,
  }).then(
    () => true,
    () => false,
  );
  await cut.heal();
  signal.throwIfAborted();
  must(noticed, 'The follower’s link was cut, and it went on streaming: it takes another way.', {
    expected: 'primary_conninfo has the host and the port of leader.addressFor(follower)',
    actual: `it streams from ${old?.host}, port ${old?.port}`,
  });
  const later = await whyNoReplica(context, before);
  must(later === undefined, 'setUp was called again, and now the follower cannot connect anew.', {
    expected: 'after a short break of its link it streams again',
    actual: later,
    hint: 'A role that is there keeps its password: the follower has no other.',
  });
}

interface Receiver extends Record<string, unknown> {
  pid: number;
  host: string;
  port: number;
}

/** Milliseconds for a reset to arrive: it comes with the cut. */
const noticeTimeout = 5000;

/** What a second call must leave as it was, by what it is. */
async function stateOf(context: CheckContext): Promise<Record<string, string>> {
  const { leader } = context.cluster;
  const role = await lookAtRole(context);
  const slot = await readSlot(context);
  const { columns, key } = await readInventory(leader);
  return {
    'the role of the follower': role
      ? `${role.name}${role.superuser || role.master ? ', with the rights of a superuser' : ''}`
      : 'none',
    follower_slot: slot ? `${slot.kind}, the follower streams through ${slot.named ?? 'no slot'}` : 'none',
    'the table inventory': `${columns}; ${key}`,
    'who needs no password': (await openDoors(leader)).map(({ rule }) => rule).join('; ') || 'nobody',
  };
}

function mustBeSame(before: Record<string, string>, after: Record<string, string>): void {
  for (const [what, was] of Object.entries(before)) {
    must(after[what] === was, `setUp was called again, and ${what} is not as before.`, {
      expected: was,
      actual: after[what],
    });
  }
}

/** Marks the follower's directory and changes rows. `look` fails for what did not stay as it was. */
async function leaveTraces({ cluster, random }: CheckContext): Promise<{ look: () => Promise<void> }> {
  const { leader, follower } = cluster;
  const mark = random.word(16);
  await follower.machine.writeFile('lab_mark', mark);
  const textOf = (path: string) => follower.machine.readFile(path).catch(whenRefused);
  const label = () => textOf('backup_label.old');
  const labelBefore = await label();

  const added = random.product();
  const changed = { product_id: 102, quantity: random.int(1000, 9999), product_name: random.word(10) };
  await insertProduct(leader, added).catch(noTable);
  await leader
    .query(
      "UPDATE public.inventory SET quantity = $2, product_name = $3, last_updated = '2001-02-03' WHERE product_id = $1",
      [changed.product_id, changed.quantity, changed.product_name],
    )
    .catch(noTable);
  const rows = () =>
    leader
      .query<{ row: string }>('SELECT i::text AS row FROM public.inventory i ORDER BY product_id')
      .then((found) => found.map(({ row }) => row).join(' '), noTable);
  const rowsBefore = await rows();

  const look = async () => {
    const found = await textOf('lab_mark');
    const labelAfter = await label();
    must(found === mark && labelAfter === labelBefore, 'setUp was called again, and made the follower anew.', {
      expected: `the data directory of the first call: a file lab_mark with ${mark}; ${startOf(labelBefore)}`,
      actual: `${found === undefined ? 'no lab_mark' : `lab_mark with “${found}”`}; ${startOf(labelAfter)}`,
      hint: 'Look into the data directory before you copy: where PG_VERSION is, there is a database.',
    });
    const rowsAfter = await rows();
    must(rowsAfter === rowsBefore, 'setUp was called again, and rows of inventory are not as they were.', {
      expected: rowsBefore,
      actual: rowsAfter,
      hint: 'CREATE TABLE IF NOT EXISTS, and INSERT … ON CONFLICT DO NOTHING.',
    });
  };
  return { look };
}

/** Where the base backup began of which a directory was made, as its label says. */
function startOf(label: string | undefined): string {
  if (label === undefined) return 'no backup_label.old';
  return `a base backup from ${/^START WAL LOCATION: (\S+)/m.exec(label)?.[1] ?? 'nowhere'}`;
}

/** A file that is not there, or not to be read, is what a student may bring about; anything else is our fault. */
function whenRefused(error: LabError): undefined {
  if (error.code !== 'REFUSED') throw error;
}

/** The table is another check's matter. */
function noTable(error: Error): string {
  return error.message;
}
