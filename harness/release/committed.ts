import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { LabError } from '../core/errors.ts';
import { few } from './write-release.ts';

/**
 * Refuses a working copy that is not as it was committed: somebody may have solved an exercise in it. Where git does not
 * keep the course there is nothing to ask. Throws ARGUMENT.
 */
export function requireCommitted(root: string): void {
  const top = git(root, 'rev-parse', '--show-toplevel')?.trim();
  if (top === undefined || realpathSync(top) !== realpathSync(root)) return;
  const lines = (git(root, 'status', '--porcelain', '--untracked-files=all') ?? '').split('\n').filter(Boolean);
  if (lines.length === 0) return;
  throw new LabError('ARGUMENT', `these files are not as they were committed: ${few(lines.map((l) => l.slice(3)))}`, {
    where: root,
    next: 'commit them or take them back, or add --uncommitted',
  });
}

/** Undefined where there is no git, or no repository. */
function git(cwd: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
