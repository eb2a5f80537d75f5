import type { Lab, LabNode } from '#lab';
import { configureLeader } from './access.ts';
import { fillInventory } from './inventory.ts';
import { createRole } from './role.ts';
import { query } from './sql.ts';

export async function setUp({ leader, follower }: Lab): Promise<void> {
  await configureLeader(leader);
  await leader.stop();
  await leader.start();
  const { role, password } = await createRole(leader);
  await fillInventory(leader);
  await query(leader.url, `GRANT SELECT ON inventory TO ${role}`);
  await query(leader.url, 'CREATE PUBLICATION everything FOR ALL TABLES');
  await makeServer(follower, new URL(leader.url).password);
  const { host, port } = leader.addressFor(follower);
  const info = `host=${host} port=${port} user=${role} password=${password} dbname=postgres`;
  await query(
    asPostgres(follower),
    `CREATE SUBSCRIPTION follower CONNECTION '${info}' PUBLICATION everything WITH (slot_name = follower_slot)`,
  );
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
