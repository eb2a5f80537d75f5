import { type CheckContext, type ClusterNode, messageOf, waitForCatchup, waitUntil } from '#harness/grading';

/** Milliseconds for changes to arrive, as the README says. */
export const arrivalTimeout = 5000;

/** What a node says of the table: its columns by name, its key and its rows, each as one text; or why it has no answer. */
export interface Inventory {
  columns: string;
  key: string;
  rows: string;
}

export const wantedInventory: Inventory = {
  columns:
    'last_updated timestamp with time zone, product_id integer NOT NULL, product_name character varying(255) NOT NULL, quantity integer',
  key: 'PRIMARY KEY (product_id)',
  rows: '(101,QuantumWidget,100) (102,HyperSpanner,75) (103,FluxCapacitor,50)',
};

/** The table as a node has it. The column last_updated may be empty or not. */
export async function readInventory(node: ClusterNode): Promise<Inventory> {
  const columns = await node.value<string | null>(`
    SELECT string_agg(format('%s %s%s', attname, pg_catalog.format_type(atttypid, atttypmod),
                             CASE WHEN attnotnull THEN ' NOT NULL' END), ', ' ORDER BY attname)
      FROM pg_catalog.pg_attribute
     WHERE attrelid = pg_catalog.to_regclass('public.inventory') AND attnum > 0 AND NOT attisdropped`);
  if (columns === null) return { columns: 'there is no table public.inventory', key: '', rows: '' };
  const key = await node.value<string | null>(`
    SELECT min(pg_catalog.pg_get_constraintdef(oid)) FROM pg_catalog.pg_constraint
     WHERE conrelid = pg_catalog.to_regclass('public.inventory') AND contype = 'p'`);
  const rows = await node
    .value<string | null>(`
      SELECT string_agg((product_id, product_name, quantity)::text, ' ' ORDER BY product_id) FROM public.inventory`)
    .catch((error: Error) => error.message);
  return { columns, key: key ?? 'none', rows: rows ?? 'none' };
}

/** What became, on the follower, of changes that were made on the leader. */
export interface Changes {
  /** Why the follower did not get so far in time; undefined when it did. */
  late: string | undefined;
  wanted: string;
  found: string;
  /** Why a commit of a client did not come to its end on the leader; undefined when it did. */
  stalled: string | undefined;
}

/** Milliseconds for a commit while the follower streams: also one that waits for it. */
const commitTimeout = 5000;

/** A table of the grader's own comes into being on the leader, is filled, changed, and changed in shape. */
export async function changeThings(context: CheckContext): Promise<Changes> {
  const { cluster, random, signal } = context;
  const { leader, follower } = cluster;
  const table = `public.changes_${random.word(8)}`;
  const [first, second, third] = [random.product(), random.product(), random.product()];
  await leader.query(`CREATE TABLE ${table} (product_id int PRIMARY KEY, product_name text NOT NULL, quantity int)`);
  for (const row of [first, second, third]) {
    await leader.query(`INSERT INTO ${table} VALUES ($1, $2, $3)`, [row.product_id, row.product_name, row.quantity]);
  }
  await leader.query(`UPDATE ${table} SET quantity = quantity + $2 WHERE product_id = $1`, [
    first.product_id,
    random.int(2, 999),
  ]);
  await leader.query(`DELETE FROM ${table} WHERE product_id = $1`, [second.product_id]);
  await leader.query(`ALTER TABLE ${table} ADD COLUMN note text NOT NULL DEFAULT '${random.word(10)}'`);
  const stalled = await commitAsClient(context, `UPDATE ${table} SET quantity = 1`);
  const late = await waitForCatchup(leader, follower, { timeout: arrivalTimeout, signal }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  signal.throwIfAborted();
  const read = (node: ClusterNode) =>
    node
      .value<string>(`SELECT string_agg(t::text, ' ' ORDER BY product_id) FROM ${table} t`)
      .catch((error: Error) => error.message);
  return { late, wanted: await read(leader), found: await read(follower), stalled };
}

/** The grader's own sessions wait for no follower; a client's do what the leader was told. */
async function commitAsClient(
  { cluster: { leader }, session, signal }: CheckContext,
  sql: string,
): Promise<string | undefined> {
  const client = await session(leader.url);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  let answer: { said?: string } | undefined;
  const answered = client.query(sql).then(
    () => {
      answer = {};
    },
    (error: unknown) => {
      answer = { said: messageOf(error) };
    },
  );
  const stalled = await waitUntil('a commit', () => answer !== undefined, { timeout: commitTimeout, signal }).then(
    () => undefined,
    () => `it still waits after ${commitTimeout / 1000} seconds`,
  );
  signal.throwIfAborted();
  if (stalled !== undefined) await leader.query('SELECT pg_catalog.pg_terminate_backend($1)', [rows[0]?.pid]);
  await answered;
  await client.end().catch(() => undefined); // of a session that we have ended ourselves
  return stalled ?? answer?.said;
}
