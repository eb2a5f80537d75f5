import type { Lab, LabNode } from '#lab';
import { cloneFrom } from './clone.ts';

export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  const [leader] = lab.nodes.filter(({ name }) => name !== node.name);
  if (!leader) throw new Error(`nobody is there for ${node.name} to follow`);
  await node.kill();
  // WRONG: a copy on a disk follows nobody.
  await cloneFrom(leader, node);
}
