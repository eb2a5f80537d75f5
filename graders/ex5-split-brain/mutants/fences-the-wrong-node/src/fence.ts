import type { Lab, LabNode } from '#lab';

export async function fence(lab: Lab, node: LabNode): Promise<void> {
  // WRONG: the one that is to be fenced is the only one that is not.
  for (const other of lab.nodes) if (other !== node) await other.kill();
}
