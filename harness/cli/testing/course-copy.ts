import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..');

/** A copy of the repository in which a test may change what it likes. */
export interface CourseCopy extends Disposable {
  root: string;
}

/** Without its exercises, and with links to the installed packages except those that are named (`@scope/name`). */
export function courseCopy(without: readonly string[] = []): CourseCopy {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'course-copy-')));
  chmodSync(root, 0o755); // servers and student code run as other users
  for (const name of ['harness', 'package.json', 'package-lock.json', 'tsconfig.json', 'README.md']) {
    cpSync(join(repository, name), join(root, name), { recursive: true });
  }
  for (const name of ['exercises', 'solutions', 'graders']) mkdirSync(join(root, name));
  linkPackages('', without, root);
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** Scopes are folders of their own, so that one package of a scope can be left out. */
function linkPackages(scope: string, without: readonly string[], root: string): void {
  const from = join(repository, 'node_modules', scope);
  const into = join(root, 'node_modules', scope);
  mkdirSync(into);
  for (const name of readdirSync(from)) {
    const whole = scope === '' ? name : `${scope}/${name}`;
    if (name === '.cache' || name === '.lab-node-starts' || without.includes(whole)) continue;
    if (name.startsWith('@')) linkPackages(name, without, root);
    else symlinkSync(join(from, name), join(into, name));
  }
}
