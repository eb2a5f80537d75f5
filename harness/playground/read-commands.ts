import { notOneOf } from '../core/not-one-of.ts';
import { type LabVerb, labVerbNames, readVerbWords } from '../scenario/lab-commands.ts';
import { type CommandSpec, commandNames, commands } from './commands.ts';

/** One command as it was typed, whose words are right. Whether its node is up shows when it is performed. */
export interface TypedCommand {
  spec: CommandSpec;
  /** As it is shown again. */
  source: string;
  node: string | undefined;
  /** The word after the node, SQL, or a shell command. */
  argument: string | undefined;
  /** SQL that nobody waits for. */
  background: boolean;
}

/** A command, or what is wrong with what was typed in its place. */
export type Reading = TypedCommand | { source: string; problem: string };

/**
 * Reads a line: commands are divided by `;`, and `#` begins a comment. SQL and shell commands are taken as they are, up to
 * a semicolon with a command behind it or to the end of the line; where that is not enough, they stand in quotes (a
 * doubled quote is one).
 */
export function readCommands(line: string, nodes: readonly string[]): Reading[] {
  const readings: Reading[] = [];
  let left = line;
  for (;;) {
    left = left.replace(/^[\s;]+/, '').replace(/^#.*/, '');
    if (left === '') return readings;
    const { reading, rest } = readOne(left, nodes);
    readings.push(reading);
    left = rest;
  }
}

/** SQL for a node, its `&` taken off. */
export function sqlCommand(node: string, sql: string, source = sql): TypedCommand {
  const [, argument = '', sign] = /^(.*?)(\s*&\s*)?$/s.exec(sql.trim()) ?? [];
  return { spec: specOf('sql'), source, node, argument, background: sign !== undefined };
}

/** What is known of a command. Throws for a name that is none. */
export function specOf(name: string): CommandSpec {
  const spec = commands.find((each) => each.name === name);
  if (!spec) throw new Error(`no command ${name}`);
  return spec;
}

function readOne(text: string, nodes: readonly string[]): { reading: Reading; rest: string } {
  const [name = ''] = /^[^\s;#]+/.exec(text) ?? [];
  const spec = commands.find((each) => each.name === name);
  if (spec?.rest === 'text') return readText(spec, text, nodes);
  const [whole = ''] = /^[^;#]*/.exec(text) ?? [];
  const rest = text.slice(whole.length);
  const source = whole.trim();
  if (!spec) return { reading: { source, problem: notOneOf('command', name, commandNames) }, rest };
  return { reading: readWords(spec, source, nodes), rest };
}

function readWords(spec: CommandSpec, source: string, nodes: readonly string[]): Reading {
  const { name, usage, choices } = spec;
  const words = source.split(/\s+/).slice(1);
  const typed = { spec, source, background: false };
  const problem = (text: string) => ({ source, problem: text });
  const verb: LabVerb | undefined = labVerbNames.find((each) => each === name);
  if (verb !== undefined) {
    const read = readVerbWords(verb, words, nodes);
    return 'problem' in read ? problem(read.problem) : { ...typed, node: read.node, argument: read.argument };
  }
  const node = spec.node === 'none' ? undefined : words.shift();
  if (spec.node === 'required' && node === undefined) return problem(whichNode(name, nodes));
  if (node !== undefined && !nodes.includes(node)) return problem(notOneOf('node', node, nodes));
  const [argument, ...more] = words;
  if (more.length > 0 || (argument !== undefined && spec.rest === undefined))
    return problem(`too many words; it is: ${`${name} ${usage}`.trim()}`);
  if (choices === 'nodes') {
    if (argument !== undefined && !nodes.includes(argument)) return problem(notOneOf('node', argument, nodes));
    if (argument === undefined || argument === node)
      return problem(`${name} ${node} which other node? It is: ${name} ${usage}`);
  } else if (choices && !choices.includes(argument ?? '')) return problem(`it is: ${name} ${usage}`);
  if (name === 'log' && argument !== undefined && !/^[1-9]\d{0,3}$/.test(argument))
    return problem(`lines are a number up to 9999; got ${JSON.stringify(argument)}`);
  if (name === 'help' && argument !== undefined && !commandNames.includes(argument))
    return problem(notOneOf('command', argument, commandNames));
  return { ...typed, node, argument };
}

/** `sql leader SELECT 1`, `sql leader "SELECT 1"; …` */
function readText(spec: CommandSpec, text: string, nodes: readonly string[]): { reading: Reading; rest: string } {
  const [head = '', node = ''] = /^\S+?(?=[\s;#]|$)\s*([^\s;#"']*)\s*/.exec(text) ?? [];
  const given = text.slice(head.length);
  const [whole = '', quote = '', inside = '', sign = ''] =
    /^(["'])((?:(?!\1).|\1\1)*)\1\s*(&?)\s*(?=;|#|$)/s.exec(given) ?? [];
  const end = quote === '' ? endOfText(given, nodes) : whole.length;
  const said = quote === '' ? given.slice(0, end).trim() : `${inside.replaceAll(quote + quote, quote)}${sign}`;
  const source = (head + given.slice(0, end)).trim();
  const rest = given.slice(end);
  const problem = (found: string) => ({ reading: { source, problem: found }, rest });
  if (node === '') return problem(whichNode(spec.name, nodes));
  if (!nodes.includes(node)) return problem(notOneOf('node', node, nodes));
  if (spec.name === 'sql') return { reading: sqlCommand(node, said.replace(/^;+$/, ''), source), rest };
  if (said === '') return problem(`it is: ${spec.name} ${spec.usage}`);
  return { reading: { spec, source, node, argument: said, background: false }, rest };
}

/** Where SQL or a shell command ends that stands in no quotes: before a semicolon that a command follows. */
function endOfText(text: string, nodes: readonly string[]): number {
  for (const { 0: found, index } of text.matchAll(/'[^']*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|;/g)) {
    if (found !== ';') continue;
    const [, name, node = ''] = /^;\s*([a-z]+)(?:\s+(\w+)|\s*(?:[;#]|$))/.exec(text.slice(index)) ?? [];
    const spec = commands.find((each) => each.name === name);
    if (spec && (spec.node === 'required' ? nodes.includes(node) : spec.rest !== undefined || node === ''))
      return index;
  }
  return text.length;
}

function whichNode(name: string, nodes: readonly string[]): string {
  return `${name} which node? There are: ${nodes.join(', ')}`;
}
