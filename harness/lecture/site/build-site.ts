import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkedExercise } from '../course.ts';
import { coveragePage } from '../coverage/coverage-page.ts';
import { type Lecture, readLecture } from '../lecture.ts';
import { bundleScripts } from './bundle.ts';
import { chapterPage } from './chapter-page.ts';
import { contentsPage, exercisesPage } from './front-pages.ts';
import { type Page, renderPage } from './page.ts';
import { searchScript } from './search-index.ts';

/** Bytes that one page may have. */
const pageLimit = 300_000;

const here = join(import.meta.dirname, '..');

export interface Site {
  lecture: Lecture;
  /** By file name. All lie in one folder, and name each other without a path. */
  files: ReadonlyMap<string, string>;
}

/**
 * Renders the site in memory. What is wrong in the sources is in `site.lecture.problems`; the pages are rendered all
 * the same, so that a server can show them while they are written.
 */
export async function buildSite(root: string, exercises: readonly LinkedExercise[], extra = ''): Promise<Site> {
  const figures = listFigures();
  const lecture = await readLecture({ root, exercises, figures });
  const reading = [contentsPage(lecture), ...lecture.chapters.map((chapter) => chapterPage(lecture, chapter))];
  const { chapters, coverage } = lecture;
  const map = coverage ? [coveragePage(coverage, chapters)] : [];
  const pages: Page[] = [...reading, exercisesPage(lecture), ...map];
  const files = new Map<string, string>();
  for (const [at, page] of pages.entries()) {
    const inOrder = at < reading.length;
    const html = renderPage(page, {
      contents: pages.map(({ slug, title }) => ({ slug, title })),
      previous: inOrder ? reading[at - 1] : undefined,
      next: inOrder ? reading[at + 1] : undefined,
      extra,
    });
    files.set(`${page.slug}.html`, html);
    const size = Buffer.byteLength(html);
    if (size > pageLimit)
      lecture.problems.add(`lecture/${page.slug}.md`, 1, `the page has ${size} bytes, at most ${pageLimit}: split it`);
  }
  files.set('lecture.css', styleSheet(root));
  files.set('lecture.js', bundleScripts([join(here, 'client', 'main.ts'), ...figures.map(figureFile)]));
  files.set('search.js', searchScript(chapters, map));
  return { lecture, files };
}

/** Writes a site into a folder that is its own: what was there before goes. */
export function writeSite(directory: string, { files }: Site): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(directory, name), text);
}

/** The figures that there are: each is a custom element `lab-<name>` in a file of its name. */
function listFigures(): string[] {
  return readdirSync(join(here, 'figures'))
    .filter((name) => /^[a-z]+(-[a-z]+)+\.ts$/.test(name))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

function figureFile(name: string): string {
  return join(here, 'figures', `${name}.ts`);
}

/** The theme's files in the order of their numbers. */
function styleSheet(root: string): string {
  const folder = join(root, 'lecture', 'theme');
  const names = readdirSync(folder).filter((name) => name.endsWith('.css'));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}
