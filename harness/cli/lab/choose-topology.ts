import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { parseFrontMatter } from '../../lecture/front-matter.ts';
import { parseTopology, type Topology, topologyForms } from '../../scenario/topology.ts';

export interface ChosenTopology {
  topology: Topology;
  /** The chapter whose topology it is, `04-lag`. */
  chapter: string | undefined;
}

/** The topology that a word names: as it is written, or a chapter's by its number. Throws ARGUMENT. */
export function chooseTopology(root: string, word: string | undefined): ChosenTopology {
  const wrong = (found: string) =>
    new LabError('ARGUMENT', found, { next: "npm run lab 'leader -> near, far', or npm run lab 05 for chapter 5" });
  if (word !== undefined && /^\d{1,2}(-|$)/.test(word)) {
    const chapter = findChapter(root, word);
    if (!chapter) throw wrong(`the lecture has no chapter ${JSON.stringify(word)}`);
    const text = readFileSync(join(root, 'lecture', `${chapter}.md`), 'utf8');
    const { topology } = parseFrontMatter(text, () => undefined).frontMatter;
    if (topology.nodes.length === 0) throw wrong(`chapter ${chapter} has no servers`);
    return { topology, chapter };
  }
  const topology = parseTopology(word?.trim() ?? 'leader -> follower');
  if (topology && topology.nodes.length > 0) return { topology, chapter: undefined };
  // An arrow without quotes is a shell's redirection, and only the word before it gets here.
  const quoted = word === 'leader' ? ' (in quotes: > means something to a shell)' : '';
  throw wrong(
    `a topology is written as ${topologyForms.map((form) => `'${form}'`).join(', ')}, or two of them joined by +${quoted}, each name in lower case and once; got ${JSON.stringify(word)}`,
  );
}

function findChapter(root: string, word: string): string | undefined {
  const number = word.padStart(2, '0');
  return readdirSync(join(root, 'lecture'))
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .map((name) => name.replace(/\.md$/, ''))
    .find((slug) => slug === word || slug.startsWith(`${number}-`));
}
