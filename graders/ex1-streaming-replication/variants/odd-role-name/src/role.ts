import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** How the follower logs in. */
export interface Login {
  role: string;
  password: string;
}

/** Creates the role that may replicate and do nothing else. */
export async function createRole(leader: LabNode): Promise<Login> {
  const login = { role: 'Follower of "leader"', password: "it's a \\ secret" };
  const { rowCount } = await query(leader.url, `SELECT 1 FROM pg_roles WHERE rolname = '${login.role}'`);
  if (rowCount !== 0) return login;
  await query(leader.url, `CREATE ROLE "Follower of ""leader""" LOGIN REPLICATION PASSWORD 'it''s a \\ secret'`);
  return login;
}
