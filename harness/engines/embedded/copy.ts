import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LabError, messageOf } from '../../core/errors.ts';

const run = promisify(execFile);

/**
 * Copies a data directory with its owners and modes, which PostgreSQL insists on. `cp` beats fs.cp several times over
 * for a thousand small files. Throws NO_STORAGE.
 */
export async function copyDirectory(from: string, to: string): Promise<void> {
  try {
    await run('cp', ['-Rp', from, to]);
  } catch (cause) {
    throw new LabError('NO_STORAGE', `cannot copy a data directory: ${messageOf(cause)}`, { where: to, cause });
  }
}
