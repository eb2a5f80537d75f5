import type { CommandValue } from './lab.ts';

/**
 * The command line of a `$` template: each value is quoted for any POSIX shell, a list's items one by one with spaces
 * between. Throws a TypeError for a value that is no string, number or list of them.
 */
export function commandLine(pieces: TemplateStringsArray, values: readonly CommandValue[]): string {
  if (!Array.isArray(pieces) || !pieces.every((piece) => typeof piece === 'string')) {
    throw new TypeError('$ is a template tag: write node.$`command ${value}`, without parentheses');
  }
  return pieces.reduce((line, piece, at) => `${line}${quoteValue(values[at - 1], at)}${piece}`);
}

/** One word for the shell, whatever is in it. */
export function quoteWord(word: string): string {
  if (word.includes('\0')) throw new TypeError('a command cannot contain the character NUL');
  return /^[\w/.:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function quoteValue(value: unknown, position: number): string {
  if (Array.isArray(value)) return value.map((item) => quoteItem(item, position)).join(' ');
  return quoteItem(value, position);
}

function quoteItem(item: unknown, position: number): string {
  if (typeof item === 'string') return quoteWord(item);
  if (typeof item === 'number' || typeof item === 'bigint') return quoteWord(String(item));
  const found = item === null ? 'null' : Array.isArray(item) ? 'a list in a list' : typeof item;
  throw new TypeError(`value ${position} of the command is ${found}: a string, a number or a list of them is needed`);
}
