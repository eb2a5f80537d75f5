import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, messageOf } from '../../core/errors.ts';
import { archiveEnding, oneOfEach, studentOf } from './student-name.ts';

/** What one student has handed in. */
export interface HandedIn {
  student: string;
  /** Its name in the folder of submissions. */
  name: string;
  path: string;
  kind: 'folder' | 'archive';
  /** Of a repository: what was checked out. */
  commit?: string;
}

/** What is not graded as it is, and why, for who runs the batch. */
export interface LeftOut {
  /** Its name in the folder of submissions. */
  name: string;
  /** Where one is known. */
  student?: string;
  reason: string;
  /** Whether a student waits for a grade; false for a stray file. */
  submission: boolean;
}

/** All that was handed in. */
export interface Submissions {
  handedIn: HandedIn[];
  leftOut: LeftOut[];
}

/**
 * Every folder, zip and tarball directly in a folder is a submission, named after its student. Two of one student are
 * both left out, for nobody knows which counts. Hidden files are not looked at. Throws BAD_SUBMISSION.
 */
export function listHandedIn(folder: string): Submissions {
  const leftOut: LeftOut[] = [];
  const named: HandedIn[] = [];
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    const kind = kindOf(entry);
    const known = kind === undefined ? undefined : studentOf(name);
    if (kind === undefined || known === undefined)
      leftOut.push({ name, reason: strangeness(entry), submission: false });
    else if ('refused' in known) leftOut.push({ name, reason: known.refused, submission: true });
    else named.push({ student: known.student, name, path: join(folder, name), kind });
  }
  const { doubled, each } = oneOfEach(named);
  return { handedIn: each, leftOut: [...leftOut, ...doubled] };
}

function entriesOf(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^(\.|__MACOSX$)/.test(name));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new LabError('BAD_SUBMISSION', `the submissions cannot be read: ${messageOf(cause)}`, {
      where: folder,
      next: 'npm run batch -- --help',
      cause,
    });
  }
}

function kindOf(entry: Dirent): HandedIn['kind'] | undefined {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() && archiveEnding.test(entry.name) ? 'archive' : undefined;
}

function strangeness(entry: Dirent): string {
  if (entry.isSymbolicLink()) return 'it is a link';
  return 'it is neither a folder nor a .zip, .tar, .tgz or .tar.gz';
}
