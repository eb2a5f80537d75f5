import { Client } from 'pg';
import type { Lab } from '#lab';
import { query, until } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  await lab.disconnect(leader);
  // WRONG: nobody listens for this client's errors. When the leader dies under it, it emits one, and Node ends the
  // whole process.
  const watcher = new Client({ connectionString: leader.url });
  await watcher.connect();
  await until(async () => (await watcher.query('SELECT 1 FROM pg_stat_replication')).rows.length === 0);
  const told = await write(leader.url, row);
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
