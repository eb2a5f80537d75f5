import type { Lab, LabNode } from '#lab';

export async function fence({ leader }: Lab, _node: LabNode): Promise<void> {
  // WRONG: after a failover the leader is the other machine.
  await leader.kill();
}
