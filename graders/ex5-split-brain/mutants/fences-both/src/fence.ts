import type { Lab, LabNode } from '#lab';

export async function fence(lab: Lab, _node: LabNode): Promise<void> {
  // WRONG: nobody is left to serve.
  for (const node of lab.nodes) await node.kill();
}
