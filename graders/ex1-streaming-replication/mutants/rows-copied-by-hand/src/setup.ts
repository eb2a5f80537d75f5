import type { Lab, LabNode } from '#lab';
import { configureLeader } from './access.ts';
import { fillInventory } from './inventory.ts';
import { query } from './sql.ts';

export async function setUp({ leader, follower }: Lab): Promise<void> {
  await configureLeader(leader);
  await fillInventory(leader);
  await makeServer(follower, new URL(leader.url).password);
  const { rows } = await query(leader.url, 'SELECT product_id, product_name, quantity FROM inventory');
  for (const row of rows) {
    const values = `${row.product_id}, '${row.product_name}', ${row.quantity}`;
    await query(follower.url, `INSERT INTO inventory (product_id, product_name, quantity) VALUES (${values})`);
  }
}

/** WRONG: a server of its own, which is no copy of anything. */
async function makeServer(follower: LabNode, password: string): Promise<void> {
  await follower.$`initdb -A trust -N -U postgres --locale=C --encoding=UTF8 -D ${follower.dataDirectory}`;
  await follower.writeFile('pg_hba.conf', 'host all all all trust\n');
  await follower.start();
  await query(asPostgres(follower), `CREATE ROLE student SUPERUSER LOGIN PASSWORD '${password}'`);
  await query(
    asPostgres(follower),
    'CREATE TABLE inventory (product_id int PRIMARY KEY, product_name varchar(255) NOT NULL, quantity int, last_updated timestamptz)',
  );
}

function asPostgres(node: LabNode): string {
  return node.url.replace(/\/\/[^@]*@/, '//postgres@');
}
