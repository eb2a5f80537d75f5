import type { ClusterNode } from '../../cluster/cluster-node.ts';

/**
 * From here on every change of `inventory` leaves a note, in the same transaction: whichever nodes have the change have
 * the note, and deleting the row later does not delete it. The student's role has no rights in this schema.
 */
export async function trackChanges(leader: ClusterNode): Promise<void> {
  await leader.query('CREATE TABLE lab_control.changes (product_id int NOT NULL, at timestamptz NOT NULL)');
  await leader.query(`
    CREATE FUNCTION lab_control.note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN
      INSERT INTO lab_control.changes VALUES (COALESCE(NEW.product_id, OLD.product_id), pg_catalog.clock_timestamp());
      RETURN NULL;
    END $$`);
  await leader.query(`
    CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON public.inventory
    FOR EACH ROW EXECUTE FUNCTION lab_control.note_change()`);
}

/** A change of one row: equal on all nodes that have it. */
export interface ChangeNote {
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

/** How many changes of one row are part of a node's history. */
export async function changesOf(node: ClusterNode, id: number): Promise<number> {
  return await node.value<number>('SELECT count(*)::int FROM lab_control.changes WHERE product_id = $1', [id]);
}
