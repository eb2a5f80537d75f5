import { randomBytes } from 'node:crypto';
import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** How the follower logs in. */
export interface Login {
  role: string;
  password: string;
}

/** Creates the role that may replicate and do nothing else. An earlier attempt may have left it: then a new password. */
export async function createRole(leader: LabNode): Promise<Login> {
  const password = randomBytes(18).toString('base64url'); // letters that need no quoting anywhere
  const { rowCount } = await query(leader.url, "SELECT 1 FROM pg_roles WHERE rolname = 'replicator'");
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await query(leader.url, `${verb} ROLE replicator LOGIN REPLICATION PASSWORD '${password}'`);
  if (rowCount === 0) await query(leader.url, `CREATE ROLE backup LOGIN SUPERUSER PASSWORD '${password}'`);
  return { role: 'replicator', password };
}
