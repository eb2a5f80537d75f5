import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isReachableByAll } from './reachable.ts';

/**
 * The Node binary that runs this, or, when other users cannot reach it, a copy of it below `stateDirectory` (120 MB,
 * made once for each version). Only root runs programs as other users.
 */
export function reachableNode(stateDirectory: string): string {
  const own = process.execPath;
  if (process.getuid?.() !== 0 || isReachableByAll(own)) return own;
  const copy = join(stateDirectory, `node-${process.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  try {
    copyFileSync(own, draft);
    renameSync(draft, copy);
  } finally {
    rmSync(draft, { force: true });
  }
  return copy;
}
