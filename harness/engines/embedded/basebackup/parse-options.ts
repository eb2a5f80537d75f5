import { BackupError, UsageError } from './errors.ts';
import { type Option, type OptionName, options } from './options.ts';

/** What the command line says: option to value; an option without a value has ''. A repeated one counts last. */
export type ParsedOptions = ReadonlyMap<OptionName, string>;

/**
 * Reads arguments as getopt_long does: grouped short flags (-RPv), attached values (-h127.0.0.1, --host=…), unique
 * prefixes of long names, and `--`. Throws BackupError for an unknown option, a missing value, or a stray argument.
 */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const parsed = new Map<OptionName, string>();
  const stray: string[] = [];
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') stray.push(...rest.splice(0));
    else if (argument.startsWith('--')) readLong(argument, rest, parsed);
    else if (argument.startsWith('-') && argument !== '-') readShort(argument, rest, parsed);
    else stray.push(argument);
  }
  if (stray.length > 0) throw new UsageError(`too many command-line arguments (first is "${stray[0]}")`);
  return parsed;
}

function readLong(argument: string, rest: string[], parsed: Map<OptionName, string>): void {
  const equals = argument.indexOf('=');
  const name = equals < 0 ? argument.slice(2) : argument.slice(2, equals);
  const option = findLong(name);
  const attached = equals < 0 ? undefined : argument.slice(equals + 1);
  if (!option.value) {
    if (attached !== undefined) throw new UsageError(`option "--${option.long}" doesn't allow an argument`);
    parsed.set(option.long, '');
    return;
  }
  parsed.set(option.long, attached ?? nextValue(`--${option.long}`, rest));
}

function readShort(argument: string, rest: string[], parsed: Map<OptionName, string>): void {
  for (let at = 1; at < argument.length; at++) {
    const letter = argument.charAt(at);
    const option = options.find((candidate) => candidate.short === letter);
    if (!option) throw unknown(`-${letter}`);
    if (option.value) {
      parsed.set(option.long, argument.slice(at + 1) || nextValue(`-${letter}`, rest));
      return;
    }
    parsed.set(option.long, '');
  }
}

function findLong(name: string): Option {
  const exact = options.find((option) => option.long === name);
  if (exact) return exact;
  const [match, ...others] = options.filter((option) => option.long.startsWith(name));
  if (!match) throw unknown(`--${name}`);
  if (others.length === 0) return match;
  const list = [match, ...others].map((option) => `--${option.long}`).join(', ');
  throw new UsageError(`option "--${name}" is ambiguous; possibilities: ${list}`);
}

function nextValue(option: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`option "${option}" requires an argument`);
  return value;
}

function unknown(option: string): BackupError {
  const supported = options.map(({ short, long }) => `-${short}/--${long}`).join(', ');
  return new BackupError(`option "${option}" is not supported here; supported are ${supported}`);
}
