import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  // WRONG: no client was told anything; the row is put on the disk of a leader that is dead already.
  const sql = `INSERT INTO inventory (product_id, product_name, quantity) VALUES (${row.product_id}, '${row.product_name}', ${row.quantity})`;
  const bin = (await leader.$`which pg_ctl`).stdout.trim().replace('pg_ctl', 'postgres');
  await leader.$`echo ${sql} | ${bin} --single -D ${leader.dataDirectory} postgres`;
  return 'acked';
}
