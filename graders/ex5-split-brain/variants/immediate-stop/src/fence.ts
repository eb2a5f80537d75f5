import type { Lab, LabNode } from '#lab';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.$`pg_ctl stop -m immediate -D ${node.dataDirectory}`;
}
