import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Exercise } from '../sdk/exercise.ts';

/** Extensions of files under the folders of the modules. */
const extensions = new Set('.ts .mts .js .mjs .json .sql .txt .md .yaml .yml .conf'.split(' '));

/** Never taken, wherever they lie: they would configure a program of ours, or bring code that nobody reads. */
const refusedNames =
  /^(?:\.|package\.json$|package-lock\.json$|npm-shrinkwrap\.json$|tsconfig|vitest\.|vite\.config\.)/i;

/** Entries that are looked at before a submission counts as endless. */
const entryLimit = 20_000;

export interface IgnoredFile {
  path: string;
  reason: string;
}

interface Listing {
  /** Paths of regular files, relative, with `/`, sorted. */
  taken: string[];
  ignored: IgnoredFile[];
}

/** Sorts the files of a submission into those that the exercise asks for and the others. Follows no link. */
export async function listSubmission(source: string, exercise: Exercise): Promise<Listing> {
  const wanted = new Wanted(exercise);
  const listing: Listing = { taken: [], ignored: [] };
  let seen = 0;
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(source, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      seen += 1;
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      const reason = refusal(entry, path) ?? wanted.refusal(entry, path);
      if (reason) listing.ignored.push({ path: entry.isDirectory() ? `${path}/` : path, reason });
      else if (!entry.isDirectory()) listing.taken.push(path);
      else if (seen < entryLimit) await visit(path);
    }
  };
  await visit('');
  if (seen >= entryLimit) listing.ignored.push({ path: '.', reason: `it holds more than ${entryLimit} entries` });
  return listing;
}

function refusal(entry: Dirent, path: string): string | undefined {
  if (path !== path.normalize('NFC')) return 'its name is not in Unicode normal form C';
  if (/[\p{Cc}\\]/u.test(entry.name)) return 'its name contains a control character or a backslash';
  if (entry.isSymbolicLink()) return 'it is a link';
  if (entry.name === 'node_modules') return 'packages are not taken: pg is provided';
  if (refusedNames.test(entry.name)) return 'configuration and hidden files are not taken';
  return entry.isDirectory() || entry.isFile() ? undefined : 'it is no regular file';
}

/** What an exercise asks for. A module brings the files under its topmost folder; one at the top, those everywhere. */
class Wanted {
  readonly #files: string[];
  readonly #folders: string[];
  readonly #codeFolders: string[];

  constructor({ modules, files = [], written = [] }: Exercise) {
    const paths = Object.keys(modules);
    this.#files = [...paths, ...files.filter((file) => !file.endsWith('/')), ...written.map(({ file }) => file)];
    this.#folders = files.filter((file) => file.endsWith('/'));
    this.#codeFolders = paths.map((path) => path.slice(0, path.indexOf('/') + 1));
  }

  refusal(entry: Dirent, path: string): string | undefined {
    const wanted = entry.isDirectory() ? this.#mayHold(`${path}/`) : this.#file(path);
    return wanted ? undefined : 'the exercise does not ask for it';
  }

  #file(path: string): boolean {
    const below = (folder: string) => path.startsWith(folder);
    if (this.#files.includes(path) || this.#folders.some(below)) return true;
    return extensions.has(extname(path)) && this.#codeFolders.some(below);
  }

  #mayHold(folder: string): boolean {
    if ([...this.#folders, ...this.#codeFolders].some((asked) => folder.startsWith(asked))) return true;
    return [...this.#files, ...this.#folders].some((asked) => asked.startsWith(folder));
  }
}
