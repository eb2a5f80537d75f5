import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const leader = node === lab.leader ? lab.follower : lab.leader;
  await node.stop('fast').catch(() => undefined); // it may be off already
  await cloneFrom(leader, node);
  await node.start();
}
