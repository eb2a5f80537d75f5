import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // The postmaster's pid is the first line of postmaster.pid; its children end themselves when it is gone.
  await node.$`kill -9 $(head -n 1 ${`${node.dataDirectory}/postmaster.pid`})`;
}
