import type { Connections } from './connections.ts';
import { ServiceError } from './errors.ts';
import type { Item } from './types.ts';

/** One statement is one transaction: there is no COMMIT whose answer could be lost apart from it. */
export async function setQuantity(leader: Connections, productId: number, quantity: number): Promise<void> {
  const sql = 'UPDATE inventory SET quantity = $2, last_updated = now() WHERE product_id = $1';
  const { rowCount } = await leader.query(sql, [productId, quantity]);
  if (rowCount === 0) throw new ServiceError('NOT_FOUND', `there is no product ${productId}`);
}

/** A read changes nothing: whatever went wrong, it can be tried again. */
export async function readItem(server: Connections, productId: number): Promise<Item | null> {
  const sql = 'SELECT product_id, product_name, quantity FROM inventory WHERE product_id = $1';
  try {
    const { rows } = await server.query<Item>(sql, [productId]);
    return rows[0] ?? null;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'UNKNOWN') throw error;
    throw new ServiceError('UNAVAILABLE', error.message, error);
  }
}
