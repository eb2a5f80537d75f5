import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A repository that a student hands in. */
export interface GitRepository {
  /** `file:///…`. */
  url: string;
  /** Writes these files and commits all that is there. Returns the commit. */
  commit(files: Readonly<Record<string, string | Buffer>>): string;
  /** Makes a link and commits it. */
  link(path: string, target: string): string;
  git(...args: string[]): string;
}

/** Makes an empty one. Nothing of the configuration of who runs the test has a say in it. */
export function gitRepository(folder: string): GitRepository {
  mkdirSync(folder, { recursive: true });
  const nobody = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.org', '-c', 'commit.gpgSign=false'];
  const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) =>
    execFileSync('git', [...nobody, ...args], { cwd: folder, env, encoding: 'utf8' }).trim();
  const commitAll = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message=work');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  return {
    url: pathToFileURL(folder).href,
    git,
    commit(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return commitAll();
    },
    link(path, target) {
      symlinkSync(target, join(folder, path));
      return commitAll();
    },
  };
}
