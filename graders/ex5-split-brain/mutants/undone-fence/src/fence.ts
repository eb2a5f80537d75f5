import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.kill();
  // WRONG: the fence was only wanted for as long as somebody looks.
  setTimeout(() => void node.start(), 500);
}
