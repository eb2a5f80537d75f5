import type { LabNode } from '#lab';

export async function promote(node: LabNode): Promise<void> {
  await node.$`pg_ctl promote -w -D ${node.dataDirectory}`;
}
