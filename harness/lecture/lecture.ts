import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notOneOf } from '../core/not-one-of.ts';
import { type Chapter, parseChapter } from './chapter.ts';
import type { LinkedExercise } from './course.ts';
import { type CoverageItem, readCoverage } from './coverage/read-coverage.ts';
import { checkFrozenIds } from './frozen-ids.ts';
import { checkManifests, type LinkTargets, resolveLink } from './link-targets.ts';
import { type Markdown, openMarkdown } from './markdown.ts';
import { readPlanned } from './planned.ts';
import { splitBoxInfo } from './plugins/boxes.ts';
import { splitFigure } from './plugins/figures.ts';
import { resolveLinks } from './plugins/links.ts';
import { Problems } from './problems.ts';

/** All chapters, parsed and linked. */
export interface Lecture extends LinkTargets {
  markdown: Markdown;
  problems: Problems;
  /** What the course promises to teach, and where; undefined when the lecture keeps no such list. */
  coverage: readonly CoverageItem[] | undefined;
  /** Lines of to-be-written.txt whose thing is there. */
  written: readonly string[];
}

/** Where a lecture is read from, and with what it is linked. */
export interface LectureSource {
  /** The repository, or a made-up one: `lecture/` below it. */
  root: string;
  exercises: readonly LinkedExercise[];
  /** Names of the figures that exist. */
  figures: readonly string[];
}

/** Reads and checks the lecture without rendering it. What is wrong is in `problems`; nothing is thrown for it. */
export async function readLecture({ root, exercises, figures }: LectureSource): Promise<Lecture> {
  const problems = new Problems();
  const markdown = await openMarkdown();
  const chapters = listChapters(root).map((slug) => {
    const text = readFileSync(join(root, 'lecture', `${slug}.md`), 'utf8');
    return parseChapter(markdown, slug, text, problems);
  });
  const { planned, written } = readPlanned(root, [
    ...chapters.map(({ slug }) => slug),
    ...figures,
    ...exercises.flatMap(({ slug }) => [slug, slug.split('-')[0] as string]),
  ]);
  const targets: LinkTargets = { chapters, exercises, planned };
  const coverage = readCoverage(root, targets, problems);
  const lecture: Lecture = { ...targets, coverage, markdown, problems, written };
  for (const chapter of chapters) {
    chapter.env.resolve = (href, line) => {
      return resolveLink(lecture, chapter, href, (problem) => chapter.env.say(line, problem));
    };
    resolveLinks(chapter.tokens, chapter.env);
    checkBoxes(chapter, figures, planned);
  }
  checkManifests(lecture, problems);
  checkFrozenIds(root, chapters, problems);
  return lecture;
}

/** The chapters of a lecture folder, in order: `04-lag` for `04-lag.md`. */
function listChapters(root: string): string[] {
  return readdirSync(join(root, 'lecture'))
    .filter((name) => /^\d\d-[a-z0-9-]+\.md$/.test(name))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

/** What boxes name beyond their chapter: figures, and the exercises of labs. */
function checkBoxes(chapter: Chapter, figures: readonly string[], planned: ReadonlySet<string>): void {
  for (const { type, info, map } of chapter.tokens) {
    if (type !== 'container_box_open') continue;
    const { kind, title } = splitBoxInfo(info);
    const line = (map?.[0] ?? 0) + 1;
    const { name } = splitFigure(title);
    if (kind === 'lab') chapter.env.resolve(`exercise:${title.split(' ')[0]}`, line);
    if (kind === 'figure' && !figures.includes(name) && !planned.has(name))
      chapter.env.say(line, notOneOf('figure', name, figures));
  }
}
