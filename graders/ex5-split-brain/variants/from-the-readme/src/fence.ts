import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // The file comes first: however this server ends, it does not come back as a leader.
  await node.writeFile('standby.signal', '');
  await node.resume(); // a frozen server does not hear that it shall stop
  await node.stop('fast');
  await node.start();
}
