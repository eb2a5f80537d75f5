import { type CheckContext, type ClusterNode, NotYet, waitUntil } from '#harness/grading';

/** Sessions that have committed on the node and wait for its follower. */
export async function syncWaiters(node: ClusterNode): Promise<number> {
  return await node.value<number>(
    "SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'student'",
  );
}

/** Waits until the leader has lost sight of its follower. */
export async function followerUnseen(node: ClusterNode, signal: AbortSignal): Promise<void> {
  const senders = async () => await node.value<number>('SELECT count(*)::int FROM pg_catalog.pg_stat_replication');
  await waitUntil('the leader to see no follower', async () => (await senders()) === 0 || new NotYet(await senders()), {
    timeout: 10_000,
    signal,
  });
}

export async function hasRow(node: ClusterNode, id: number): Promise<boolean> {
  return (await node.query('SELECT 1 FROM public.inventory WHERE product_id = $1', [id])).length === 1;
}

/**
 * A write during which the server waits for a follower that does not answer. `interfere` is called once a session
 * waits; a `write` that answers by itself first needs no interference.
 */
export async function writeWhileWaiting(
  { cluster: { leader }, random, signal }: CheckContext,
  call: (row: ReturnType<CheckContext['random']['product']>) => Promise<unknown>,
  interfere: (sql: string) => Promise<void>,
  sql: string,
): Promise<{ id: number; told: unknown; interfered: boolean }> {
  const row = random.product();
  let answered = false;
  const answer = call(row).finally(() => {
    answered = true;
  });
  answer.catch(() => undefined); // awaited below
  await waitUntil(
    'the write to wait for its follower',
    async () => answered || (await syncWaiters(leader)) > 0 || new NotYet('no session waits'),
    {
      timeout: 20_000,
      signal,
    },
  );
  const interfered = !answered;
  if (interfered) await interfere(sql);
  return { id: row.product_id, told: await answer, interfered };
}
