import { type CheckContext, insertProduct, isReplicating, NotYet, waitForCatchup, waitUntil } from '#harness/grading';

/** Milliseconds for something that the servers do by themselves. */
const patience = 20_000;

/** Changes the leader by a random number of rows and bytes; returns when they are committed there. */
export async function write({ cluster, random }: CheckContext): Promise<void> {
  const { leader } = cluster;
  for (let left = random.int(2, 6); left > 0; left -= 1) {
    await insertProduct(leader, random.product());
  }
  await emit(leader, random.int(3000, 40_000));
}

/** Changes the leader by a few hundred bytes. */
export async function writeLittle({ cluster, random }: CheckContext): Promise<void> {
  await insertProduct(cluster.leader, random.product());
}

async function emit(leader: CheckContext['cluster']['leader'], bytes: number): Promise<void> {
  await leader.query("SELECT pg_catalog.pg_logical_emit_message(true, 'lab', pg_catalog.repeat('x', $1))", [bytes]);
}

/** Ends the current segment of the log, which is 1 MB: the position jumps to the next one. */
export async function switchSegment({ cluster }: CheckContext): Promise<void> {
  await emit(cluster.leader, 10);
  await cluster.leader.query('SELECT pg_catalog.pg_switch_wal()');
}

export async function caughtUp({ cluster, signal }: CheckContext): Promise<void> {
  await waitForCatchup(cluster.leader, cluster.follower, { timeout: patience, signal });
}

/** Waits until the follower has received all that the leader has, replayed or not. */
export async function received({ cluster, signal }: CheckContext): Promise<void> {
  const { leader, follower } = cluster;
  const target = await leader.value<string>('SELECT pg_catalog.pg_current_wal_flush_lsn()');
  const sql = 'SELECT pg_catalog.pg_last_wal_receive_lsn() >= $1::pg_catalog.pg_lsn';
  await waitUntil(`the follower to receive ${target}`, () => follower.value<boolean>(sql, [target]), {
    timeout: patience,
    signal,
  });
}

export async function pauseReplay({ cluster, signal }: CheckContext): Promise<void> {
  const { follower } = cluster;
  await follower.query('SELECT pg_catalog.pg_wal_replay_pause()');
  const state = () => follower.value<string>('SELECT pg_catalog.pg_get_wal_replay_pause_state()');
  await waitUntil(
    'replay to be paused',
    async () => {
      const now = await state();
      return now === 'paused' || new NotYet(now);
    },
    { timeout: patience, signal },
  );
}

/** Waits until what the follower replayed last was committed so many milliseconds ago. */
export async function oldCommit({ cluster: { follower }, signal }: CheckContext, ms: number): Promise<void> {
  const sql = `SELECT 1000 * extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()) >= $1`;
  await waitUntil(`the last commit to be ${ms} ms old`, () => follower.value<boolean>(sql, [ms]), {
    timeout: patience,
    signal,
  });
}

export async function resumeReplay(context: CheckContext): Promise<void> {
  await context.cluster.follower.query('SELECT pg_catalog.pg_wal_replay_resume()');
  await caughtUp(context);
}

/** Cuts the link between the two, and waits until both have noticed. */
export async function sever(context: CheckContext): Promise<void> {
  await context.cluster.disconnect(context.cluster.follower);
  await unlinked(context);
}

/** Waits until neither of the two sees the other. */
export async function unlinked({ cluster, signal }: CheckContext): Promise<void> {
  const { leader, follower } = cluster;
  const counted = async () =>
    (await leader.value<number>('SELECT count(*)::int FROM pg_catalog.pg_stat_replication')) +
    (await follower.value<number>('SELECT count(*)::int FROM pg_catalog.pg_stat_wal_receiver'));
  await waitUntil('both to notice the cut', async () => (await counted()) === 0, { timeout: patience, signal });
}

/** Heals every fault, and waits until the follower follows again and has everything. */
export async function mend(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  await cluster.heal();
  const proof = await isReplicating(cluster.leader, cluster.follower, { timeout: patience, signal });
  if (!proof.replicates) throw new Error(`the pair does not come back: ${proof.because}`);
  await caughtUp(context);
}

/** Waits until the follower streams, without a commit for it to replay. */
export async function streams({ cluster, signal }: CheckContext): Promise<void> {
  const { leader, follower } = cluster;
  const receiving = "SELECT count(*) = 1 FROM pg_catalog.pg_stat_wal_receiver WHERE status = 'streaming'";
  const sending = "SELECT count(*) = 1 FROM pg_catalog.pg_stat_replication WHERE state = 'streaming'";
  const both = async () => (await follower.value<boolean>(receiving)) && (await leader.value<boolean>(sending));
  await waitUntil('the follower to stream again', both, { timeout: patience, signal });
}
