import { Client } from 'pg';
import type { LabNode } from '#lab';

/** What a server says now. */
async function quantityOn(node: LabNode, productId: number): Promise<number | undefined> {
  const client = new Client({ connectionString: node.url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT quantity FROM inventory WHERE product_id = $1', [productId]);
    return rows[0]?.quantity;
  } finally {
    await client.end();
  }
}

/** Asks again and again until the server has the quantity: a condition, and not a time that one hopes is long enough. */
export async function untilQuantity(node: LabNode, productId: number, quantity: number): Promise<void> {
  while ((await quantityOn(node, productId)) !== quantity) await new Promise((resolve) => setTimeout(resolve, 10));
}
