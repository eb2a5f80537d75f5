import { Client } from 'pg';
import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  const client = new Client({ connectionString: node.url });
  await client.connect();
  try {
    await endOthers(client);
    await node.writeFile('pg_hba.conf', 'host all all all reject\n');
    await client.query('SELECT pg_reload_conf()');
    const refused = async () =>
      await query(node.url, 'SELECT 1').then(
        () => false,
        () => true,
      );
    await until(refused);
    await endOthers(client); // whoever was quick enough to come back through the open door
  } finally {
    await client.end();
  }
}

async function endOthers(client: Client): Promise<void> {
  const others = "FROM pg_stat_activity WHERE usename = 'student' AND pid = ANY ($1)";
  const { rows } = await client.query(
    "SELECT pid FROM pg_stat_activity WHERE usename = 'student' AND pid <> pg_backend_pid()",
  );
  const pids = rows.map(({ pid }) => pid);
  await client.query(`SELECT pg_terminate_backend(pid, 5000) ${others}`, [pids]);
  await until(async () => (await client.query(`SELECT 1 ${others}`, [pids])).rows.length === 0);
}
