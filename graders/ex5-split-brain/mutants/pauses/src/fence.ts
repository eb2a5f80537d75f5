import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: who is frozen wakes up, and does not know that it was gone.
  await node.pause();
}
