import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sideBySide } from '../../core/side-by-side.ts';
import { keep } from '../../grading/keep.ts';
import { limits } from '../archives/limits.ts';
import type { HandedIn, Submissions } from '../submissions/handed-in.ts';
import type { AddressOptions } from './address.ts';
import { fetchRepository } from './fetch-repository.ts';
import { GitFault, type GitOptions } from './git.ts';
import { faultyLine, type ListedRepository, readList } from './read-list.ts';

/** Repositories that are fetched at the same time, and milliseconds that each command of one may take. */
const sideways = 4;
const deadline = 120_000;

/** What repositories hold, for as long as it is held. */
export interface FetchedSubmissions extends Submissions, Disposable {}

/**
 * Fetches every repository of a list (the text of the CSV) below the folder of results, from where they go when this is
 * disposed of, or at the next time. One that cannot be had is left out with the reason. Throws NO_STORAGE.
 */
export async function fetchAll(
  list: string,
  folder: string,
  options: AddressOptions & Pick<GitOptions, 'broker' | 'env' | 'signal'>,
  fetching: (at: number, of: number) => void,
): Promise<FetchedSubmissions> {
  const place = join(folder, '.repositories');
  const remove = () => rmSync(place, { recursive: true, force: true });
  const { leftOut, listed } = readList(list, options);
  const handedIn = new Map<ListedRepository, HandedIn>();
  const protocols = options.local ? 'https:ssh:file' : 'https:ssh';
  remove();
  keep(folder, () => mkdirSync(place, { mode: 0o700 }));
  let begun = 0;
  await sideBySide([...listed.entries()], sideways, options.signal, async ([at, each]) => {
    fetching(begun++, listed.length);
    try {
      const limit = { ...options, protocols, deadline, fileSize: limits.unpacked };
      const { commit, tarball } = await fetchRepository(each, join(place, String(at)), limit);
      handedIn.set(each, { student: each.student, name: each.student, path: tarball, kind: 'archive', commit });
    } catch (error) {
      if (!(error instanceof GitFault)) throw error;
      if (!options.signal.aborted)
        leftOut.push(faultyLine(each.line, { student: each.student, fault: `its repository: ${error.message}` }));
    }
  });
  return { handedIn: listed.flatMap((each) => handedIn.get(each) ?? []), leftOut, [Symbol.dispose]: remove };
}
