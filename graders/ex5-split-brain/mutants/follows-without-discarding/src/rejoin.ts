import type { Lab, LabNode } from '#lab';
import { query } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.kill();
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const { host, port } = leader.addressFor(node);
  const info = String(rows[0]?.primary_conninfo).replace(/host=\S+ port=\S+/, `host=${host} port=${port}`);
  // WRONG: it has gone past the fork. For a moment the new leader lists it, and its position is ahead of everybody's.
  await node.writeFile('postgresql.auto.conf', `primary_conninfo = '${info}'\n`);
  await node.writeFile('standby.signal', '');
  await node.start();
}
