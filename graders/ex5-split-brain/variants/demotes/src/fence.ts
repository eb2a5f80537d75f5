import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.stop('fast'); // ends every session and undoes what they had begun
  await node.writeFile('standby.signal', '');
  await node.start();
}
