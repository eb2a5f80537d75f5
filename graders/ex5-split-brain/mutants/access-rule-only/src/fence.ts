import type { Lab, LabNode } from '#lab';
import { doorIsShut } from './door.ts';
import { query } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: rules are read at the door. Who has passed it stays.
  await node.writeFile('pg_hba.conf', 'host all all all reject\n');
  await query(node.url, 'SELECT pg_reload_conf()');
  await doorIsShut(node);
}
