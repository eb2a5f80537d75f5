import type { Lab, LabNode } from '#lab';

export async function fence(lab: Lab, node: LabNode): Promise<void> {
  // WRONG: replication is not what clients write through.
  await lab.disconnect(node);
}
