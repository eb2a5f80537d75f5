import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.stop('fast');
  // WRONG: it starts as what it was.
  await node.start();
}
