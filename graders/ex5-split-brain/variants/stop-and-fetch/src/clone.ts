import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** Copies into a directory of its own: the old data are gone only when the new are there. */
export async function cloneFrom(leader: LabNode, node: LabNode): Promise<void> {
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const { host, port } = leader.addressFor(node);
  const info = String(rows[0]?.primary_conninfo).replace(/host=\S+ port=\S+/, `host=${host} port=${port}`);
  const [data, copy] = [node.dataDirectory, `${node.dataDirectory}/copy`];
  await node.$`pg_basebackup -d ${`${info} application_name=returned`} -D ${copy} -R -X fetch -c fast`;
  await node.$`find ${data} -mindepth 1 -maxdepth 1 -not -name copy -exec rm -rf {} +`;
  await node.$`mv ${copy}/* ${data} && rmdir ${copy}`;
}
