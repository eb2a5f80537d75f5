import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LinkTarget, type LinkTargets, resolveLink } from '../link-targets.ts';
import type { Problems } from '../problems.ts';
import { csvFields } from './csv-fields.ts';

/** Something that the course promises to teach: a line of lecture/coverage.csv. */
export interface CoverageItem {
  /** `C042`: of the promise, and of its row on the page. */
  id: string;
  item: string;
  /** Where it is taught. None: that is missing. */
  sections: readonly Place[];
  /** Where it is practised. None: that is missing, unless `reading` is enough. */
  exercises: readonly Place[];
  /** Nothing can be graded here: a word, a story, a property of the pages. */
  reading: boolean;
}

export interface Place {
  /** `04-lag#bytes` or `ex2`. */
  name: string;
  /** Without an address while the chapter or the exercise is still to be written. */
  target: LinkTarget | undefined;
}

const file = 'lecture/coverage.csv';
const header = 'id,item,section,exercise';

/** The coverage of a lecture; undefined when it keeps none. A row that names what is not there is a problem in its line. */
export function readCoverage(root: string, targets: LinkTargets, problems: Problems): CoverageItem[] | undefined {
  if (!existsSync(join(root, file))) return undefined;
  const [first, ...rows] = readFileSync(join(root, file), 'utf8').trimEnd().split('\n');
  if (first !== header) problems.add(file, 1, `the first line is ${header}; got ${JSON.stringify(first)}`);
  const lines = new Map<string, number>();
  return rows.flatMap((row, at) => {
    const line = at + 2;
    const say = (problem: string) => problems.add(file, line, problem);
    const item = readRow(row, targets, say);
    if (!item) return [];
    if (lines.has(item.id)) say(`the item ${item.id} is there already, in line ${lines.get(item.id)}`);
    lines.set(item.id, line);
    return [item];
  });
}

function readRow(row: string, targets: LinkTargets, say: (problem: string) => void): CoverageItem | undefined {
  const fields = csvFields(row);
  if (fields?.length !== 4) {
    say('a row has four fields, divided by commas, with double quotes around one that holds a comma');
    return undefined;
  }
  const [id, item, section, exercise] = fields as [string, string, string, string];
  if (!/^C\d{3}$/.test(id)) say(`an id is C and three digits; got ${JSON.stringify(id)}`);
  if (item === '') say(`${id} does not say what is taught`);
  const reading = exercise === '-';
  return {
    id,
    item,
    sections: words(section).map((name) => ({ name, target: findSection(name, targets, say) })),
    exercises: reading ? [] : words(exercise).map((name) => ({ name, target: findExercise(name, targets, say) })),
    reading,
  };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function findSection(name: string, targets: LinkTargets, say: (problem: string) => void): LinkTarget | undefined {
  const [, slug, id] = /^(\d\d-[a-z0-9-]+)#([a-z0-9-]+)$/.exec(name) ?? [];
  if (slug !== undefined) return resolveLink(targets, undefined, `${slug}.md#${id}`, say);
  say(`a section is named chapter#id, several are divided by spaces; got ${JSON.stringify(name)}`);
  return undefined;
}

function findExercise(name: string, targets: LinkTargets, say: (problem: string) => void): LinkTarget | undefined {
  if (/^ex\d+$/.test(name)) return resolveLink(targets, undefined, `exercise:${name}`, say);
  say(
    `an exercise is named ex1, several are divided by spaces, and - means that reading is enough; got ${JSON.stringify(name)}`,
  );
  return undefined;
}
