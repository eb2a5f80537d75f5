import { notOneOf } from '../../core/not-one-of.ts';

/** Languages whose every fence is a block: it runs, or says why not. */
export const blockLanguages = ['sql', 'bash', 'ts', 'lab'] as const;
export type BlockLanguage = (typeof blockLanguages)[number];

/** What the words after a fence's language say. */
export interface Verbs {
  mode: 'run' | 'norun';
  /** Why it cannot run. */
  reason: string | undefined;
  /** The SQLSTATE or exit code that it must fail with. */
  fails: string | undefined;
  node: string | undefined;
  session: string;
  /** Do not wait for the answer. */
  background: boolean;
  /** Ask again until the printed answer contains this. */
  until: string | undefined;
  silent: boolean;
  hidden: boolean;
  /** Sources of further patterns that may differ from run to run. */
  masks: readonly string[];
}

const flags = ['run', 'norun', 'background', 'silent', 'hidden'] as const;
const settings = ['reason', 'fails', 'node', 'session', 'until', 'mask'] as const;
type Flag = (typeof flags)[number];
type Setting = (typeof settings)[number];

/** Words that only some languages know. */
const onlyFor: Partial<Record<Flag | Setting, readonly BlockLanguage[]>> = {
  session: ['sql'],
  background: ['sql'],
  until: ['sql', 'bash'],
  fails: ['sql', 'bash', 'ts'],
  node: ['sql', 'bash'],
};

/** Parses the words after the language of a block. Says each problem. */
export function parseVerbs(language: BlockLanguage, words: string, say: (problem: string) => void): Verbs {
  const { given, values } = readWords(words, [...flags, ...settings], say);
  for (const word of [...given, ...values.keys()] as (Flag | Setting)[]) {
    const languages = onlyFor[word];
    if (languages && !languages.includes(language)) say(`\`${word}\` is for ${languages.join(' and ')} blocks`);
  }
  const one = (name: Setting) => values.get(name)?.at(-1);
  const verbs: Verbs = {
    mode: given.has('norun') ? 'norun' : 'run',
    reason: one('reason'),
    fails: one('fails'),
    node: one('node'),
    session: one('session') ?? 'main',
    background: given.has('background'),
    until: one('until'),
    silent: given.has('silent') || given.has('hidden') || language === 'lab',
    hidden: given.has('hidden'),
    masks: values.get('mask') ?? [],
  };
  for (const problem of contradictions(verbs, given)) say(problem);
  return verbs;
}

/** The words of an `output` fence: empty, or whose answer it waits for. */
export function parseOutputWords(words: string, say: (problem: string) => void): { node?: string; session?: string } {
  const { values } = readWords(words, ['node', 'session', 'mask'], say);
  const [node, session] = [values.get('node')?.[0], values.get('session')?.[0]];
  if (node !== undefined && session === undefined) say('an output fence with `node=` names a `session=` as well');
  return { node, session };
}

function contradictions(verbs: Verbs, given: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (given.has('run') === given.has('norun')) problems.push('say `run`, or `norun reason="…"`');
  if (given.has('norun') && !verbs.reason) problems.push('`norun` needs reason="…"');
  if (given.has('run') && verbs.reason !== undefined) problems.push('`reason` belongs to `norun`');
  if (verbs.background && (verbs.fails ?? verbs.until) !== undefined)
    problems.push('what runs in the background has neither `fails` nor `until`');
  for (const mask of verbs.masks) if (!isPattern(mask)) problems.push(`mask ${JSON.stringify(mask)} is no pattern`);
  return problems;
}

interface ReadWords {
  given: Set<string>;
  values: Map<string, string[]>;
}

function readWords(words: string, known: readonly string[], say: (problem: string) => void): ReadWords {
  const read: ReadWords = { given: new Set(), values: new Map() };
  const rest = words.replace(
    /(?<=^|\s)([a-z]+)(?:=(?:"([^"]*)"|([^\s"]+)))?(?=\s|$)/g,
    (_, name: string, quoted, bare) => {
      const value = (quoted ?? bare) as string | undefined;
      const takesValue = (settings as readonly string[]).includes(name);
      if (!known.includes(name)) say(notOneOf('verb', name, known));
      else if (takesValue !== (value !== undefined))
        say(`\`${name}\` ${takesValue ? 'needs a value' : 'has no value'}`);
      else if (value === undefined) read.given.add(name);
      else read.values.set(name, [...(read.values.get(name) ?? []), value]);
      return '';
    },
  );
  if (rest.trim()) say(`not understood: ${rest.trim()}`);
  return read;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'g') !== undefined;
  } catch {
    return false;
  }
}
