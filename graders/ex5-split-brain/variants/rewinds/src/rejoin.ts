import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const leader = node === lab.leader ? lab.follower : lab.leader;
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const { host, port } = leader.addressFor(node);
  const follow = String(rows[0]?.primary_conninfo).replace(/host=\S+ port=\S+/, `host=${host} port=${port}`);
  const { username, password } = new URL(leader.url);
  const source = `host=${host} port=${port} user=${username} password=${password} dbname=postgres`;
  // pg_rewind reads the new timeline from the control file, which knows of it from the next checkpoint on.
  await query(leader.url, 'CHECKPOINT');
  // It wants a clean end. A server that was killed is first recovered, and then stopped.
  await node.start().catch(() => undefined); // it may run
  await node.stop('fast');
  await node.$`pg_rewind -D ${node.dataDirectory} --source-server=${source}`;
  // The settings are now those of the new leader, whose address was our own.
  await node.$`echo ${`primary_conninfo = '${follow}'`} >> ${`${node.dataDirectory}/postgresql.auto.conf`}`;
  await node.writeFile('standby.signal', '');
  await node.start();
  await until(async () => (await query(leader.url, streaming)).rows.length > 0);
}

const streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
