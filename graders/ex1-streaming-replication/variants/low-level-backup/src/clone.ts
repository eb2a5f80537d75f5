import { Client } from 'pg';
import type { LabNode } from '#lab';
import type { Login } from './role.ts';
import { slotName } from './slot.ts';

/** Whether a base backup is there. */
export async function isCloned(follower: LabNode): Promise<boolean> {
  const { stdout } = await follower.$`ls ${follower.dataDirectory}`;
  return stdout.includes('PG_VERSION');
}

/** Copies the files between pg_backup_start and pg_backup_stop; one session must stay open from the one to the other. */
export async function cloneLeader(leader: LabNode, follower: LabNode, login: Login): Promise<void> {
  const { dataDirectory } = follower;
  const client = new Client({ connectionString: leader.url });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('clone', true)");
    await follower.$`cp -a ${leader.dataDirectory}/. ${dataDirectory}/`;
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
    await follower.$`rm -f ${dataDirectory}/postmaster.pid ${dataDirectory}/postmaster.opts`;
    await follower.$`find ${dataDirectory}/pg_replslot -mindepth 1 -delete`;
    await follower.writeFile('backup_label', rows[0].labelfile);
  } finally {
    await client.end();
  }
  const { host, port } = leader.addressFor(follower);
  const info = `host=${host} port=${port} user=${login.role} password=${login.password}`;
  await follower.writeFile('postgresql.auto.conf', `primary_conninfo = '${info}'\nprimary_slot_name = '${slotName}'\n`);
  await follower.writeFile('standby.signal', '');
}
