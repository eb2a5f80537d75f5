import type { LabNode } from '#lab';

const rule = 'host replication replicator 0.0.0.0/0 md5';

/** md5 as a method also lets a SCRAM verifier log in, and then speaks SCRAM. */
export async function configureLeader(leader: LabNode): Promise<void> {
  const file = `${leader.dataDirectory}/pg_hba.conf`;
  await leader.$`grep -qxF ${rule} ${file} || echo ${rule} >> ${file}`;
  await leader.$`pg_ctl reload -D ${leader.dataDirectory}`;
}
