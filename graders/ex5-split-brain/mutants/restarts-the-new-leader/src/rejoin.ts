import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';
import { query, until } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.kill();
  await cloneFrom(leader, node);
  // WRONG: its clients have done nothing wrong.
  await leader.stop('fast');
  await leader.start();
  await node.start();
  await until(async () => (await query(leader.url, streaming)).rows.length > 0);
}

const streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
