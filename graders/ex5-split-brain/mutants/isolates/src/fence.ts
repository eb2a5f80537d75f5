import type { Lab, LabNode } from '#lab';

export async function fence(lab: Lab, node: LabNode): Promise<void> {
  // WRONG: clients on the node's side of the cut go on, and when it is healed so do all others.
  await lab.isolate(node);
}
