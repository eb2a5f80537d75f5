import type { Lab, LabNode } from '#lab';
import { query } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [other] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!other) throw new Error('nobody is there');
  const { rows } = await query(other.url, 'SHOW primary_conninfo');
  const info = String(rows[0]?.primary_conninfo);
  await node.start().catch(() => undefined); // it may run
  // WRONG: clients were told "committed" by the new leader, and its history is the one that counts.
  await other.kill();
  await other.$`find ${other.dataDirectory} -mindepth 1 -delete`;
  await other.$`pg_basebackup -d ${info} -D ${other.dataDirectory} -R -X stream -c fast`;
  await other.start();
}
