import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from './chapter.ts';
import type { Problems } from './problems.ts';

/** Exercises, reports and readers' notes name these ids, so they stay: one file for each chapter. */
const folder = 'lecture/ids';

/** An id that was published and is gone is a problem. */
export function checkFrozenIds(root: string, chapters: readonly Chapter[], problems: Problems): void {
  const directory = join(root, folder);
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).sort()) {
    const slug = name.replace(/\.txt$/, '');
    const chapter = chapters.find((each) => each.slug === slug);
    if (!chapter)
      problems.add(`${folder}/${name}`, 1, `the chapter ${slug} is gone: put it back, or take this file out`);
    for (const [at, id] of readIds(root, slug).entries()) {
      if (!chapter || chapter.ids.has(id)) continue;
      const cure = `put {#${id}} back where its subject is now; only if nothing ever linked to it, take out this line`;
      problems.add(`${folder}/${name}`, at + 1, `${slug}#${id} is not there any more: ${cure}`);
    }
  }
}

/** Ids that are not frozen yet, as `chapter#id`. */
export function unfrozenIds(root: string, chapters: readonly Chapter[]): string[] {
  return chapters.flatMap(({ slug, ids }) => {
    const frozen = readIds(root, slug);
    return [...ids.keys()].filter((id) => !frozen.includes(id)).map((id) => `${slug}#${id}`);
  });
}

/** Adds the ids that are not frozen yet; takes none out. */
export function freezeIds(root: string, chapters: readonly Chapter[]): void {
  mkdirSync(join(root, folder), { recursive: true });
  for (const { slug, ids } of chapters) {
    const all = new Set([...readIds(root, slug), ...ids.keys()]);
    writeFileSync(fileOf(root, slug), `${[...all].sort().join('\n')}\n`);
  }
}

function readIds(root: string, slug: string): string[] {
  const file = fileOf(root, slug);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function fileOf(root: string, slug: string): string {
  return join(root, folder, `${slug}.txt`);
}
