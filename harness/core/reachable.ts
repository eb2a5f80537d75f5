import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Whether every user can read the file or enter the directory: each directory above it must be open to others. When
 * the caller is root and its servers are not, a checkout below /root is out of their reach.
 */
export function isReachableByAll(path: string): boolean {
  try {
    const own = statSync(path);
    const needed = own.isDirectory() ? 0o005 : 0o004;
    if ((own.mode & needed) !== needed) return false;
    return isEnterableByAll(dirname(path));
  } catch {
    return false;
  }
}

/** Whether every user can pass through the directory and all above it. */
export function isEnterableByAll(directory: string): boolean {
  for (let at = directory; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
