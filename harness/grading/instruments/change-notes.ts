import type { ClusterNode } from '../../cluster/cluster-node.ts';

/**
 * From here on every change of `public.inventory` leaves a note, in the same transaction: whichever nodes have the
 * change have the note, and undoing the change later does not undo it. The student's role has no rights in this schema.
 */
export async function trackChanges(node: ClusterNode): Promise<void> {
  await node.query(`
    CREATE TABLE lab_control.changes (
      id bigint GENERATED ALWAYS AS IDENTITY, product_id int NOT NULL, quantity int, at timestamptz NOT NULL,
      session int NOT NULL DEFAULT pg_catalog.pg_backend_pid())`);
  await node.query(`
    CREATE FUNCTION lab_control.note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN
      INSERT INTO lab_control.changes (product_id, quantity, at)
        VALUES (COALESCE(NEW.product_id, OLD.product_id), NEW.quantity, pg_catalog.clock_timestamp());
      RETURN NULL;
    END $$`);
  await node.query(`
    CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON public.inventory
    FOR EACH ROW EXECUTE FUNCTION lab_control.note_change()`);
}

/** A change of a row: what it left, when, in wall-clock milliseconds of the server, and by the backend of which pid. */
export interface Change {
  /** Null after a DELETE. */
  quantity: number | null;
  at: number;
  session: number;
}

/** The changes of one row that are part of a node's history, oldest first. */
export async function changesOf(node: ClusterNode, productId: number): Promise<Change[]> {
  return await node.query<{ quantity: number | null; at: number; session: number }>(
    `SELECT quantity, extract(epoch FROM at)::float8 * 1000 AS at, session FROM lab_control.changes
     WHERE product_id = $1 ORDER BY id`,
    [productId],
  );
}

/** A change of whichever row: equal on all nodes that have it. */
export interface ChangeNote {
  /** Of the product. */
  id: number;
  /** The moment of the change, as text of full precision. */
  at: string;
}

/** Every change that is part of a node's history. */
export async function changesOn(node: ClusterNode): Promise<ChangeNote[]> {
  return await node.query<ChangeNote & Record<string, unknown>>(
    'SELECT product_id AS id, at::text FROM lab_control.changes',
  );
}
