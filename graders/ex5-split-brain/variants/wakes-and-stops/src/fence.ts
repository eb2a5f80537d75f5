import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.resume(); // it does no harm to one that is awake
  await node.stop('fast');
}
