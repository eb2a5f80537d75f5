import { type CheckContext, NotYet, waitUntil } from '#harness/grading';

/** Returns when the follower replays nothing any more. */
export async function pauseReplay({ cluster: { follower }, signal }: CheckContext): Promise<void> {
  await follower.query('SELECT pg_catalog.pg_wal_replay_pause()');
  const isPaused = async () => {
    const state = await follower.value<string>('SELECT pg_catalog.pg_get_wal_replay_pause_state()');
    return state === 'paused' || new NotYet(state);
  };
  await waitUntil('replay to be paused', isPaused, { timeout: 20_000, signal });
}

/** Returns when the follower's receiver has ended, as after a cut. */
export async function receiverGone({ cluster: { follower }, signal }: CheckContext): Promise<void> {
  const isGone = async () =>
    (await follower.query('SELECT 1 FROM pg_catalog.pg_stat_wal_receiver')).length === 0 || new NotYet('a receiver');
  await waitUntil('the receiver to end', isGone, { timeout: 20_000, signal });
}
