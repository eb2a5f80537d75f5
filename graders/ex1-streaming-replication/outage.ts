import { type CheckContext, fail, type LabError, must, waitUntil } from '#harness/grading';
import { markLeader, whyNoReplica } from './replica.ts';
import { runSetUp } from './set-up.ts';
import { readSlot } from './streaming.ts';

/** Segments of 1 MB that the leader fills while its follower is dead. */
const segments = 8;

/** The follower dies, the leader removes all WAL that nobody has a right to, and the follower comes back. */
export async function surviveOutage(context: CheckContext): Promise<void> {
  const { cluster, random, signal } = context;
  const { leader, follower } = cluster;
  const before = await markLeader(context);
  const { evidence } = await runSetUp(context);
  const because = await whyNoReplica(context, before);
  if (because !== undefined) {
    fail('The follower does not follow to begin with.', {
      expected: 'it streams, as it did before',
      actual: because,
      hint: 'setUp had another result than the time before: look for what depends on timing.',
      evidence,
    });
  }

  const used = (await readSlot(context))?.named === 'follower_slot';
  await follower.kill();
  // What wal_keep_size keeps says nothing about the slot, so it keeps nothing from here on.
  await leader.query('ALTER SYSTEM SET wal_keep_size = 0');
  await leader.query('SELECT pg_catalog.pg_reload_conf()');
  const keeps = () => leader.value<string>("SELECT pg_catalog.current_setting('wal_keep_size')");
  await waitUntil('wal_keep_size to be 0', async () => (await keeps()) === '0', { timeout: 5000, signal });
  const missed = random.word(12);
  await leader.query('INSERT INTO lab_control.before VALUES ($1)', [missed]);
  for (let segment = 0; segment < segments; segment += 1) {
    await leader.query("SELECT pg_catalog.pg_logical_emit_message(false, 'lab', 'written while the follower is away')");
    await leader.query('SELECT pg_catalog.pg_switch_wal()');
  }
  await leader.query('CHECKPOINT');

  await follower.start().catch((error: LabError) => {
    if (error.code !== 'START_FAILED') throw error;
    fail('The follower was killed, and its server does not start again.', {
      expected: 'it starts from what is in its data directory',
      actual: error.message,
      evidence,
    });
  });
  const afterwards = await whyNoReplica(context, { ...before, marks: [...before.marks, missed] });
  if (afterwards === undefined) {
    if (used) await mustUseSlot(context);
    return;
  }
  const [slot] = await leader.query<{ said: string }>(`
    SELECT pg_catalog.format('%s, wal_status %s', CASE WHEN active THEN 'active' ELSE 'not active' END, wal_status) AS said
      FROM pg_catalog.pg_replication_slots WHERE slot_name = 'follower_slot'`);
  fail(`The follower was away while the leader filled ${segments} segments of 1 MB, and does not catch up.`, {
    expected: 'it streams again, from where it stopped',
    actual: `${afterwards}; follower_slot: ${slot?.said ?? 'there is none'}`,
    evidence,
  });
}

/** What was still in the leader's memory or in its files may bring a follower back once, and not the next time. */
async function mustUseSlot(context: CheckContext): Promise<void> {
  const slot = await readSlot(context);
  must(slot?.named === 'follower_slot' && slot.heldBy !== null, 'The follower came back, and has left its slot.', {
    expected: 'after a restart too it streams through follower_slot',
    actual: slot ? `it streams through ${slot.named ?? 'no slot'}` : 'there is no slot follower_slot',
    hint: 'What a server is to know when it starts again must be in its files: primary_slot_name too.',
  });
}
