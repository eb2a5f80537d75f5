import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bytesText } from '../archives/limits.ts';
import { GitFault, type GitOptions, git } from './git.ts';
import type { ListedRepository } from './read-list.ts';

/** Where a fetched repository's files are, as a tarball. */
export interface FetchedRepository {
  commit: string;
  tarball: string;
}

const ref = 'refs/handed-in';

/**
 * Fetches one commit without its history into `place`, a path that is ours, and packs its files into `place.tar`. No
 * work tree is ever made: what unpacks the tarball makes nothing but plain files within limits. Throws GitFault.
 */
export async function fetchRepository(
  { ref: wanted = 'HEAD', url }: Pick<ListedRepository, 'ref' | 'url'>,
  place: string,
  options: GitOptions,
): Promise<FetchedRepository> {
  const tarball = `${place}.tar`;
  for (const path of [place, tarball]) rmSync(path, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o700 });
  try {
    await git(['init', '--bare', '--quiet', '--template='], place, options);
    const quiet = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance'];
    await git(['fetch', ...quiet, '--end-of-options', url, `+${wanted}:${ref}`], place, options);
    const commit = await git(['rev-parse', '--verify', `${ref}^{commit}`], place, options);
    // Filters that a user has set up, as those for large files, would act on what a student's attributes ask for.
    const alone = { ...options, env: { ...options.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } };
    await git(['archive', '--format=tar', `--output=${tarball}`, commit], place, alone);
    return { commit, tarball };
  } catch (error) {
    const tooLarge =
      error instanceof GitFault && filesBelow(place, tarball).some((size) => size >= options.fileSize - 512);
    rmSync(tarball, { force: true });
    throw tooLarge ? new GitFault(`it is larger than ${bytesText(options.fileSize)}`) : error;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Sizes of the packs that were begun, and of the tarball. */
function filesBelow(place: string, tarball: string): number[] {
  const packs = join(place, 'objects', 'pack');
  const files = [tarball, ...readdirSync(packs).map((name) => join(packs, name))];
  return files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}
