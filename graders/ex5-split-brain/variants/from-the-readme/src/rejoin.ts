import type { Lab, LabNode } from '#lab';
import { conninfoOf } from './conninfo.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const leader = node === lab.leader ? lab.follower : lab.leader;
  // The copy is complete before anything of the old leader goes, and before it is stopped.
  const copy = (await node.$`mktemp -d`).stdout.trim();
  await node.$`pg_basebackup -d ${await conninfoOf(leader, node)} -D ${copy} -R -c fast`;
  await node.kill();
  const data = node.dataDirectory;
  await node.$`find ${data} -mindepth 1 -delete && cp -a ${copy}/. ${data} && rm -rf ${copy}`;
  await node.start();
}
