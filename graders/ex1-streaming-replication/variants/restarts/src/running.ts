import type { LabNode } from '#lab';

/** Starts the server, again if it runs. */
export async function ensureRunning(node: LabNode): Promise<void> {
  const { stdout } = await node.$`pg_ctl status -D ${node.dataDirectory} || true`;
  if (stdout.includes('server is running')) await node.$`pg_ctl restart -D ${node.dataDirectory} -l log`;
  else await node.start();
}
