import { Client } from 'pg';
import { type CheckContext, type ClusterNode, NotYet, waitUntil } from '#harness/grading';

/** A row that is locked: whoever updates it waits. */
export interface Lock extends AsyncDisposable {
  /** Sessions that wait, and the milliseconds for which the first of them has. */
  waiting(): Promise<{ sessions: number; ms: number }>;
  release(): Promise<void>;
}

/** Locks a row by a session of the grader's own, which passes no link that is ever cut. */
export async function lock(node: ClusterNode, id: number): Promise<Lock> {
  const { host, port } = node.paths.control;
  const { role: user, password } = node.identities.control;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM public.inventory WHERE product_id = $1 FOR UPDATE', [id]);
  let isHeld = true;
  const release = async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.end().catch(() => undefined);
  };
  const waiting = async () => {
    const sql = `SELECT count(*)::int AS sessions,
                        COALESCE(max(extract(epoch FROM pg_catalog.clock_timestamp() - query_start)), 0)::float8 * 1000 AS ms
                 FROM pg_catalog.pg_stat_activity WHERE usename = 'student' AND wait_event_type = 'Lock'`;
    const [row] = await node.query<{ sessions: number; ms: number }>(sql);
    return row ?? { sessions: 0, ms: 0 };
  };
  return { release, waiting, [Symbol.asyncDispose]: release };
}

/** Waits until a session waits for the row, or until `gaveUp` says that nobody will. */
export async function someoneWaits({ signal }: CheckContext, lock: Lock, gaveUp: () => boolean): Promise<void> {
  const probe = async () => gaveUp() || (await lock.waiting()).sessions > 0 || new NotYet('nobody waits');
  await waitUntil('an update to wait for the row', probe, { timeout: 20_000, signal });
}
