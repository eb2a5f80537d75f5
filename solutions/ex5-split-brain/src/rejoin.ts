import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';
import { query, until } from './sql.ts';

/** Part 4. Makes the old leader `node` a follower of the other one. What it had written alone is given up. */
export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  // It may still run, and write: nobody can copy into the directory of a running server, and nobody should write there.
  await node.kill();
  await cloneFrom(leader, node);
  await node.start();
  await until(async () => (await query(leader.url, streaming)).rows.length > 0);
}

const streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
