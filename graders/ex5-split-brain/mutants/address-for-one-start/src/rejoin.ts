import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';
import { query, until } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.kill();
  await cloneFrom(leader, node);
  const file = await node.readFile('postgresql.auto.conf');
  const info = /primary_conninfo = '(.*)'\n[^']*$/.exec(file)?.[1] ?? '';
  await node.writeFile('postgresql.auto.conf', '');
  await node.start();
  await query(node.url, `ALTER SYSTEM SET primary_conninfo = '${info}'`);
  await query(node.url, 'SELECT pg_reload_conf()');
  await until(async () => (await query(leader.url, streaming)).rows.length > 0);
  // WRONG: the connection lives on, and the next start finds no address.
  await query(node.url, 'ALTER SYSTEM RESET primary_conninfo');
}

const streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
