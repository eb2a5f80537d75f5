import { Client } from 'pg';
import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  const client = new Client({ connectionString: node.url, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    await node.writeFile('pg_hba.conf', 'host all all all reject\n');
    await client.query('SELECT pg_reload_conf()');
    const refused = async () => await query(node.url, 'SELECT 1').then(() => false, () => true);
    await until(refused);
    // WRONG: the one that is in a transaction is the one to fear: it will say COMMIT.
    const others = "FROM pg_stat_activity WHERE usename = 'student' AND pid <> pg_backend_pid() AND state <> 'idle in transaction'";
    await client.query(`SELECT pg_terminate_backend(pid, 5000) ${others}`);
    await until(async () => (await client.query(`SELECT 1 ${others}`)).rows.length === 0);
  } finally {
    await client.end();
  }
}
