import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { CommandValue } from './lab.ts';
import { commandLine, quoteWord } from './quote.ts';

const line = (pieces: TemplateStringsArray, ...values: CommandValue[]) => commandLine(pieces, values);

test('harmless words stay as they are and others are quoted', () => {
  expect(line`psql -h ${'127.0.0.1'} -p ${5432} -c ${'select 1'}`).toBe("psql -h 127.0.0.1 -p 5432 -c 'select 1'");
});

test("a list's items are quoted one by one", () => {
  expect(line`pg_basebackup ${['-D', '/a b', '-R']} ${[]}`).toBe("pg_basebackup -D '/a b' -R ");
});

const words = [
  '',
  ' ',
  "it's",
  "''",
  '$(id)',
  '`id`',
  'a\nb',
  '\\',
  '"',
  '*',
  '~',
  '!',
  '-n',
  '$HOME',
  'ü',
  '#x',
  ';',
  '\t',
];

test.each(['sh', 'bash'])('%s gives every word back unchanged', (shell) => {
  const command = `printf '%s\\0' ${words.map(quoteWord).join(' ')}`;
  const printed = execFileSync(shell, ['-c', command], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(words);
});

test('what is no word is refused, by its position', () => {
  const odd = (value: unknown) => () => line`a ${1} b ${value as string}`;
  expect(odd(undefined)).toThrow('value 2 of the command is undefined: a string, a number or a list of them is needed');
  expect(odd({})).toThrow('value 2 of the command is object');
  expect(odd([['x']])).toThrow('value 2 of the command is a list in a list');
  expect(odd('a\0b')).toThrow('NUL');
  expect(() => commandLine('ls' as never, [])).toThrow('$ is a template tag');
});
