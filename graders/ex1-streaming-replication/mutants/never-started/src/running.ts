import { CommandError, type LabNode } from '#lab';

/** Starts the server unless it runs. */
export async function ensureRunning(node: LabNode): Promise<void> {
  try {
    await node.$`pg_ctl status -D ${node.dataDirectory}`;
  } catch (error) {
    if (!(error instanceof CommandError && error.exitCode === 3)) throw error; // 3: no server runs there
  }
}
