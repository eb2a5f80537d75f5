import { Client } from 'pg';
import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  const client = new Client({ connectionString: node.url });
  await client.connect();
  try {
    // WRONG: who is cut off comes back through a door that is still open, and stays.
    const others = "FROM pg_stat_activity WHERE usename = 'student' AND pid <> pg_backend_pid()";
    await client.query(`SELECT pg_terminate_backend(pid, 5000) ${others}`);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // the server may settle
    await node.writeFile('pg_hba.conf', 'host all all all reject\n');
    await client.query('SELECT pg_reload_conf()');
    await until(async () => await query(node.url, 'SELECT 1').then(() => false, () => true));
  } finally {
    await client.end();
  }
}
