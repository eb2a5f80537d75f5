import type { Chapter } from './chapter.ts';
import { findLinked, type LinkedExercise } from './course.ts';
import type { Problems } from './problems.ts';

/** Where a link leads: no address for what is still to be written. */
export interface LinkTarget {
  href: string | undefined;
  /** What names the target, for links without a text of their own. */
  text: string;
}

/** Everything that a link may lead to. */
export interface LinkTargets {
  chapters: readonly Chapter[];
  exercises: readonly LinkedExercise[];
  /** Names of chapters, exercises and figures that may be missing. */
  planned: ReadonlySet<string>;
}

/** Resolves one link, of a chapter if it is in one. One that leads nowhere is a problem, and undefined. */
export function resolveLink(
  targets: LinkTargets,
  from: Chapter | undefined,
  href: string,
  say: (problem: string) => void,
): LinkTarget | undefined {
  const [, exercise, check] = /^exercise:([\w-]+)(?:#(.+))?$/.exec(href) ?? [];
  if (exercise !== undefined) return resolveExercise(targets, exercise, check, say);
  const [, file, id] = /^([\w.-]+\.md)?(?:#(.+))?$/.exec(href) ?? [];
  if (file === undefined && id === undefined) {
    say(`a link leads to https:, NN-chapter.md#id, #id or exercise:exN; got ${JSON.stringify(href)}`);
    return undefined;
  }
  const slug = file?.slice(0, -'.md'.length) ?? from?.slug ?? '';
  const chapter = targets.chapters.find((each) => each.slug === slug);
  if (!chapter && targets.planned.has(slug)) return { href: undefined, text: slug };
  if (!chapter) {
    say(`there is no chapter ${slug}`);
    return undefined;
  }
  if (id === undefined) return { href: `${slug}.html`, text: chapter.title };
  const text = chapter.ids.get(id);
  if (text === undefined) say(`${slug} has no id ${id}; it has: ${[...chapter.ids.keys()].join(', ')}`);
  return text === undefined ? undefined : { href: chapter === from ? `#${id}` : `${slug}.html#${id}`, text };
}

function resolveExercise(
  { exercises, planned }: LinkTargets,
  name: string,
  check: string | undefined,
  say: (problem: string) => void,
): LinkTarget | undefined {
  const exercise = findLinked(exercises, name);
  if (!exercise && planned.has(name)) return { href: undefined, text: name };
  if (!exercise) {
    say(`there is no exercise ${name}; there are: ${exercises.map(({ slug }) => slug).join(', ')}`);
    return undefined;
  }
  if (check === undefined) return { href: `exercises.html#${exercise.slug}`, text: exercise.title };
  const found = exercise.checks.find(({ id }) => id === check);
  if (!found) say(`${exercise.slug} has no check ${check}`);
  return found && { href: `exercises.html#${exercise.slug}-${check}`, text: found.title };
}

/** A check whose section is read, and the other way round. */
export interface SectionCheck {
  exercise: LinkedExercise;
  checks: LinkedExercise['checks'];
}

/** The exercises of a section. */
export function checksOf(exercises: readonly LinkedExercise[], chapter: string, id: string): SectionCheck[] {
  return exercises
    .map((exercise) => ({ exercise, checks: exercise.checks.filter(({ lecture }) => lecture === `${chapter}#${id}`) }))
    .filter(({ checks }) => checks.length > 0);
}

/** Every link of a manifest leads to a section or a card that is there, or whose chapter is still to be written. */
export function checkManifests({ chapters, exercises, planned }: LinkTargets, problems: Problems): void {
  for (const { file, checks, questions = [] } of exercises) {
    for (const { id, lecture, line } of [...checks, ...questions]) {
      const [slug = '', heading = ''] = lecture.split('#');
      const chapter = chapters.find((each) => each.slug === slug);
      if (!chapter && planned.has(slug)) continue;
      if (!chapter?.ids.has(heading)) problems.add(file, line, `${id} links to ${lecture}, which is not there`);
    }
  }
}
