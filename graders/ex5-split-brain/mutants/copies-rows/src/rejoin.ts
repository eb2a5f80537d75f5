import type { Lab, LabNode } from '#lab';
import { query } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.start().catch(() => undefined); // it may run
  const { rows } = await query(leader.url, 'SELECT product_id, product_name, quantity FROM inventory');
  // WRONG: the rows are equal for a moment. Nothing that is written later arrives.
  await query(node.url, 'DELETE FROM inventory');
  for (const { product_id, product_name, quantity } of rows) {
    await query(
      node.url,
      `INSERT INTO inventory (product_id, product_name, quantity) VALUES (${product_id}, '${product_name}', ${quantity})`,
    );
  }
}
