import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { shortName } from '../course/course.ts';
import { copyOfCourse } from './copy-of-course.ts';

const scripts = join(import.meta.dirname, 'gradescope');

/** Unix's kind and permissions of a plain file, where a zip keeps them. */
const plain = (0o100644 << 16) >>> 0;
const executable = (0o100755 << 16) >>> 0;

/** Zips know no time zone: the first moment that they can name, wherever this runs. */
const noTime = new Date(1980, 0, 1);

/** What an instructor uploads to Gradescope to grade one exercise. The same course gives the same bytes. */
export function gradescopePackage(root: string, slug: string): { zip: Uint8Array; unclassified: string[] } {
  const { files, unclassified } = copyOfCourse('gradescope', root, [slug]);
  const entries: Zippable = {};
  const add = (path: string, bytes: Uint8Array, attrs: number) => {
    entries[path] = [bytes, { attrs, os: 3, mtime: noTime, level: 9 }];
  };
  for (const name of ['run_autograder', 'setup']) {
    const text = readFileSync(join(scripts, `${name}.sh`), 'utf8').replaceAll('{{ex}}', shortName(slug));
    add(name === 'setup' ? 'setup.sh' : name, Buffer.from(text), executable);
  }
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) add(`course/${path}`, bytes, plain);
  return { zip: zipSync(entries), unclassified };
}
