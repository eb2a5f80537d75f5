import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../core/errors.ts';
import { listExercises, shortName } from './course.ts';

/** Its files end in `.txt`, so that no tool takes them for code of this repository. */
const template = join(import.meta.dirname, 'template');
const folders = ['exercises', 'solutions', 'graders'];
const suffix = '.txt';

/**
 * Makes a new exercise from the template: it works as it stands, and is then changed into what it is to be. Returns the
 * paths of its files, below `root`. Throws ARGUMENT for a wrong name or one that is taken; then nothing was written.
 */
export function newExercise(root: string, slug: string): string[] {
  refuseTaken(root, slug);
  const [, ...words] = slug.split('-');
  const title = words.join(' ').replace(/^./, (letter) => letter.toUpperCase());
  const fill = (text: string) =>
    text
      .replaceAll('ex0-template', slug)
      .replace(/\bex0\b/g, shortName(slug))
      .replaceAll('Template title', title)
      .replaceAll('template title', words.join(' '))
      .replaceAll('00-template#template', anyLectureLink(root));
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(template.length + 1))
    .sort();
  return files.map((file) => {
    const path = fill(file.slice(0, -suffix.length));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), fill(readFileSync(join(template, file), 'utf8')));
    return path;
  });
}

function refuseTaken(root: string, slug: string): void {
  const slugs = listExercises(root);
  const numbers = slugs.map((name) => Number.parseInt(name.slice(2), 10));
  const next = `npm run dev new ex${Math.max(0, ...numbers) + 1}-some-words`;
  if (!/^ex[1-9]\d*(-[a-z0-9]+)+$/.test(slug)) {
    throw new LabError('ARGUMENT', `an exercise is called exN-some-words, in lower case; got ${JSON.stringify(slug)}`, {
      next,
    });
  }
  const number = `${shortName(slug)}-`;
  const taken = slugs.find((name) => name.startsWith(number));
  if (taken) throw new LabError('ARGUMENT', `there is ${taken} already`, { next });
  const folder = folders.map((name) => join(root, name, slug)).find((path) => existsSync(path));
  if (folder) throw new LabError('ARGUMENT', 'this folder exists already', { where: folder, next: 'remove it' });
}

/** Until the author names the right one: the first heading that the lecture has. */
function anyLectureLink(root: string): string {
  const lecture = join(root, 'lecture');
  const chapters = existsSync(lecture) ? readdirSync(lecture).filter((name) => name.endsWith('.md')) : [];
  for (const name of chapters.sort()) {
    const heading = /\{#([a-z0-9-]+)\}/.exec(readFileSync(join(lecture, name), 'utf8'))?.[1];
    if (heading) return `${name.slice(0, -3)}#${heading}`;
  }
  return '00-start-here#how-it-works';
}
