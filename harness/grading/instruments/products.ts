import type { ClusterNode } from '../../cluster/cluster-node.ts';
import type { Random } from '../random.ts';

/** A row of the course's table `inventory`, as graders draw it. */
export type Product = ReturnType<Random['product']>;

/** Inserts a product over the control path. Throws NODE_DOWN or the server's own error. */
export async function insertProduct(node: ClusterNode, row: Product): Promise<void> {
  await node.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
    row.product_id,
    row.product_name,
    row.quantity,
  ]);
}
