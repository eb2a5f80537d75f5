import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileRules, goesTo, notOfTheCourse, type Recipient } from './contents.ts';

/** Paths of all files of the course, with `/`, in order. Links are none. */
export function courseFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (notOfTheCourse.test(entry.isDirectory() ? `${path}/` : path)) return [];
      if (entry.isDirectory()) return courseFiles(root, path);
      return entry.isFile() ? [path.split(sep).join('/')] : [];
    })
    .sort();
}

/** Those of them that go to somebody with these exercises, and those of which nobody has said to whom they go. */
export function filesFor(
  recipient: Recipient,
  root: string,
  slugs: readonly string[],
): { files: string[]; unclassified: string[] } {
  const all = courseFiles(root);
  const files = all.filter((path) => goesTo(recipient, fileRules, path) && isOf(slugs, path));
  return { files, unclassified: all.filter((path) => goesTo(recipient, fileRules, path) === undefined) };
}

function isOf(slugs: readonly string[], path: string): boolean {
  const slug = /^(?:exercises|graders)\/([^/]+)\//.exec(path)?.[1];
  return slug === undefined || slugs.includes(slug);
}
