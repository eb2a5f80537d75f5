import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** How `node` reaches `leader`, which was a follower: of a word that comes twice the last one counts. */
export async function conninfoOf(leader: LabNode, node: LabNode): Promise<string> {
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const { host, port } = leader.addressFor(node);
  return `${rows[0]?.primary_conninfo} host=${host} port=${port} application_name=${node.name}`;
}
