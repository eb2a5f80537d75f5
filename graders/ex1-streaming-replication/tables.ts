import { type CheckContext, type ClusterNode, waitForCatchup } from '#harness/grading';

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
}

/** A table of the grader's own comes into being on the leader, is filled, changed, and changed in shape. */
export async function changeThings({ cluster, random, signal }: CheckContext): Promise<Changes> {
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
  const late = await waitForCatchup(leader, follower, { timeout: arrivalTimeout, signal }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  signal.throwIfAborted();
  const read = (node: ClusterNode) =>
    node
      .value<string>(`SELECT string_agg(t::text, ' ' ORDER BY product_id) FROM ${table} t`)
      .catch((error: Error) => error.message);
  return { late, wanted: await read(leader), found: await read(follower) };
}
