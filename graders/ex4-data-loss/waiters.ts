import { type CheckContext, type ClusterNode, NotYet, waitUntil } from '#harness/grading';

/** Sessions that have committed on the node and wait for its follower; of statements that began after `since`, where given. */
export async function syncWaiters(node: ClusterNode, since?: string): Promise<number> {
  return await node.value<number>(
    `SELECT count(*)::int FROM pg_catalog.pg_stat_activity
     WHERE wait_event = 'SyncRep' AND usename = 'student' AND query_start > COALESCE($1::timestamptz, '-infinity')`,
    [since],
  );
}

/** The node's own clock, as text of full precision. */
export async function clockOf(node: ClusterNode): Promise<string> {
  return await node.value<string>('SELECT pg_catalog.clock_timestamp()::text');
}

/** Milliseconds after which an unknown is put down to a machine that is busy, as the README says. */
const promised = 1000;

/** An answer to a write, and the milliseconds that it took. */
export interface Answer {
  told: unknown;
  took: number;
}

/** Whether a write to nodes that are well was called unknown after a time in which they may not have answered. */
export function mayBeLate({ told, took }: Answer): boolean {
  return told === 'unknown' && took >= promised;
}

/** How often the grader writes when a machine is too busy for its servers to answer in time. */
const attempts = 3;

/** Calls `write` while both nodes are well; again with another row when the answer may be the machine's. */
export async function whileWell<Row>(
  next: () => Row,
  write: (row: Row) => Promise<unknown>,
): Promise<Answer & { row: Row }> {
  for (let attempt = 1; ; attempt += 1) {
    const row = next();
    const began = performance.now();
    const told = await write(row);
    const answer = { row, told, took: performance.now() - began };
    if (attempt === attempts || !mayBeLate(answer)) return answer;
  }
}

/** What the leader is told about synchronous replication, as a student reads it in a failure. */
export async function synchronousNames(node: ClusterNode): Promise<string> {
  const names = await node.value<string>("SELECT pg_catalog.current_setting('synchronous_standby_names')");
  return `synchronous_standby_names is '${names}' on the ${node.name}`;
}

/**
 * Ends the student's transactions that are still under way, and waits until all are over. Those that had committed and
 * waited for the follower become visible, the others are undone.
 */
export async function endTransactions(node: ClusterNode, signal: AbortSignal): Promise<void> {
  const whose = "FROM pg_catalog.pg_stat_activity WHERE backend_xid IS NOT NULL AND usename = 'student'";
  const end = async () => {
    await node.query(`SELECT pg_catalog.pg_terminate_backend(pid) ${whose}`);
    const left = await node.value<number>(`SELECT count(*)::int ${whose}`);
    return left === 0 || new NotYet(`${left} under way`);
  };
  await waitUntil('the transactions under way to end', end, { timeout: 10_000, signal });
}

/** SQL that cancels or ends whoever waits for the follower. */
export function signalWaiters(how: 'pg_cancel_backend' | 'pg_terminate_backend'): string {
  return `SELECT pg_catalog.${how}(pid) FROM pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'student'`;
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
  write: (row: ReturnType<CheckContext['random']['product']>) => Promise<unknown>,
  interfere: () => Promise<unknown>,
): Promise<{ id: number; told: unknown }> {
  const row = random.product();
  let answered = false;
  const answer = write(row).finally(() => {
    answered = true;
  });
  answer.catch(() => undefined); // awaited below
  const waits = async () => answered || (await syncWaiters(leader)) > 0 || new NotYet('no session waits');
  await waitUntil('the write to wait for its follower', waits, { timeout: 20_000, signal });
  if (!answered) await interfere();
  return { id: row.product_id, told: await answer };
}
