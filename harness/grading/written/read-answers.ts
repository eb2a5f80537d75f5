import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { AnswersFile, Question } from '../../sdk/written.ts';
import { type Answer, wordsOf } from './answer.ts';
import { type Entry, readYaml, type Source, type Unreadable } from './read-yaml.ts';

/** What a student's file says, question by question. */
export interface GivenAnswers {
  /** From it the numbers of the questions follow; undefined when the file has none that can be used. */
  seed: number | undefined;
  /** Why no answer of the file can be read. */
  unreadable?: Unreadable;
  /** By question; one that is not answered is not there. */
  given: ReadonlyMap<string, Given>;
  /** Keys that are no question. */
  unknown: readonly { key: string; line: number }[];
}

/** One answer: the line where it stands, its text, and what it says, or why that is none of the answers that may be. */
export type Given = { line: number; said: string } & ({ answer: Answer } | { problem: string });

const maxSeed = 999_999_999;

/** Reads a file of answers. Never throws: what is wrong with it is in the result. */
export function readAnswers(bytes: Uint8Array, { questions }: AnswersFile): GivenAnswers {
  const read = readYaml(bytes);
  const nothing = { seed: undefined, given: new Map<string, Given>(), unknown: [] };
  if ('unreadable' in read) return { ...nothing, unreadable: read.unreadable };
  const { entries } = read;
  const given = new Map<string, Given>();
  for (const question of questions) {
    const [first, second] = entries.filter(({ key }) => key === question.id);
    if (!first) continue;
    const at = { line: first.line, said: first.node === null ? '' : onOneLine(read.textOf(first.node)) };
    if (second) given.set(question.id, { ...at, problem: `it is answered twice, again in line ${second.line}` });
    else if (!isEmpty(first.node))
      given.set(question.id, { ...at, ...answerIn(first.node as ParsedNode, question, read) });
  }
  const known = ['seed', ...questions.map(({ id }) => id)];
  const unknown = entries.filter(({ key }) => !known.includes(key)).map(({ key, line }) => ({ key, line }));
  return { seed: seedIn(entries), given, unknown };
}

function seedIn(entries: readonly Entry[]): number | undefined {
  const [first, second] = entries.filter(({ key }) => key === 'seed');
  const seed = first && !second && isScalar(first.node) ? Number(wordIn(first.node)) : Number.NaN;
  return Number.isInteger(seed) && seed >= 1 && seed <= maxSeed ? seed : undefined;
}

type Read<T> = { answer: T } | { problem: string };

function answerIn(node: ParsedNode, question: Question, source: Source): Read<Answer> {
  switch (question.kind) {
    case 'choice':
      return wordOf(node, wordsOf(question.of));
    case 'several':
      return listIn(node, wordsOf(question.of));
    case 'number':
      return numberIn(node, question.unit, source);
    case 'yes-no':
      return yesOrNo(node, source);
    case 'table':
      return tableIn(node, question, source);
  }
}

/** Words are taken however they are written: `Leader`, `"leader "`, `hot_standby` for `hot-standby`. */
function wordOf(node: ParsedNode | null, words: readonly string[]): Read<string> {
  const said = wordIn(node);
  return said === undefined ? { problem: `one word is asked for: ${words.join(', ')}` } : wordAmong(said, words);
}

function wordAmong(said: string, words: readonly string[]): Read<string> {
  const word = words.find((each) => each === said) ?? words.find((each) => isSame(each, said));
  return word === undefined ? { problem: `${quoted(said)} is none of ${words.join(', ')}` } : { answer: word };
}

function isSame(word: string, said: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '-');
  return plain(word) === plain(said);
}

/** `[write, flush]`, or the same without brackets. */
function listIn(node: ParsedNode, words: readonly string[]): Read<readonly string[]> {
  const reads = isSeq(node)
    ? (node.items as ParsedNode[]).map((item) => wordOf(item, words))
    : (wordIn(node)
        ?.split(',')
        .map((said) => wordAmong(said.trim(), words)) ?? [wordOf(node, words)]);
  const problem = reads.find((read) => 'problem' in read);
  if (problem) return problem;
  const chosen = reads.map((read) => ('answer' in read ? read.answer : ''));
  return { answer: words.filter((word) => chosen.includes(word)) };
}

const numeral = /^(?:[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?|0x[\da-f]{1,13})$/i;

/** `96`, `1_000`, `1e3`, `0x60`, `"96"`, `96 bytes`. */
function numberIn(node: ParsedNode, unit: string, { textOf }: Source): Read<number> {
  const said = wordIn(node);
  const bare = said?.toLowerCase().endsWith(unit.toLowerCase()) ? said.slice(0, -unit.length).trim() : said;
  const number = bare !== undefined && numeral.test(bare) ? Number(bare.replaceAll('_', '')) : undefined;
  return number === undefined ? { problem: `${quoted(textOf(node))} is no number of ${unit}` } : { answer: number };
}

/** YAML of old took `yes` for `true`. */
function yesOrNo(node: ParsedNode, { textOf }: Source): Read<string> {
  const said = wordIn(node)?.toLowerCase() ?? '';
  if (['yes', 'true'].includes(said)) return { answer: 'yes' };
  if (['no', 'false'].includes(said)) return { answer: 'no' };
  return { problem: `${quoted(textOf(node))} is neither yes nor no` };
}

function tableIn(
  node: ParsedNode,
  { rows, columns, cells }: Extract<Question, { kind: 'table' }>,
  source: Source,
): Read<Answer> {
  const table: Record<string, Record<string, string>> = {};
  const cellOf =
    wordsOf(cells).join() === 'yes,no'
      ? (cell: ParsedNode) => yesOrNo(cell, source)
      : (cell: ParsedNode) => wordOf(cell, wordsOf(cells));
  const rowNodes = fieldsOf(node, wordsOf(rows), 'rows', source);
  if ('problem' in rowNodes) return rowNodes;
  for (const [row, rowNode] of rowNodes.answer) {
    const cellNodes = fieldsOf(rowNode, wordsOf(columns), 'columns', source);
    if ('problem' in cellNodes) return { problem: `${row}: ${cellNodes.problem}` };
    const line: Record<string, string> = {};
    for (const [column, cell] of cellNodes.answer) {
      const read = cellOf(cell);
      if ('problem' in read) return { problem: `line ${source.lineOf(cell)}: ${row}, ${column}: ${read.problem}` };
      line[column] = read.answer;
    }
    table[row] = line;
  }
  return { answer: table };
}

/** The values of a map that must have exactly these keys. */
function fieldsOf(
  node: ParsedNode,
  names: readonly string[],
  what: string,
  { lineOf }: Source,
): Read<[string, ParsedNode][]> {
  if (!isMap(node)) return { problem: `it has no ${what}: ${names.join(', ')}` };
  const fields: [string, ParsedNode][] = [];
  for (const { key, value } of node.items as { key: ParsedNode; value: ParsedNode | null }[]) {
    const said = wordIn(key) ?? '';
    const name = names.find((each) => isSame(each, said));
    if (name === undefined)
      return { problem: `line ${lineOf(key)}: ${quoted(said)} is none of its ${what}: ${names.join(', ')}` };
    if (fields.some(([other]) => other === name)) return { problem: `line ${lineOf(key)}: ${name} stands there twice` };
    if (!isEmpty(value)) fields.push([name, value as ParsedNode]);
  }
  const missing = names.filter((name) => !fields.some(([other]) => other === name));
  return missing.length > 0 ? { problem: `${missing.join(', ')}: not answered` } : { answer: fields };
}

function isEmpty(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''));
}

/** A scalar as it is written, without quotes. */
function wordIn(node: ParsedNode | null): string | undefined {
  return isScalar(node) ? (node.source ?? String(node.value)).trim() : undefined;
}

/** For a report: short, on one line. */
function onOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function quoted(said: string): string {
  return JSON.stringify(onOneLine(said));
}
