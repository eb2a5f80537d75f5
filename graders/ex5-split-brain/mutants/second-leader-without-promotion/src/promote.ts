import type { LabNode } from '#lab';

export async function promote(node: LabNode): Promise<void> {
  // WRONG: without the signal file it starts as a leader on the timeline of the old one. Nobody, not even PostgreSQL,
  // can tell their WAL apart afterwards.
  await node.stop();
  await node.$`rm ${`${node.dataDirectory}/standby.signal`}`;
  await node.start();
}
