import { expect, test } from 'vitest';
import { cut, harmless, harmlessLine, wrap } from './text.ts';

test.for([
  ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
  ['cleared screens and moved cursors', 'a\x1b[2J\x1b[10;1Hb', 'ab'],
  ['window titles', 'a\x1b]0;title\x07b\x1b]2;more\x1b\\c', 'abc'],
  ['an unfinished title, whose text stays', 'a\x1b]0;title', 'a␛]0;title'],
  ['device control strings', '\x1bPq#0\x1b\\x', 'x'],
  ['the eight-bit introducer', '\x9b31mred', 'red'],
  ['a carriage return that overwrites', 'failed\rpassed', 'failed␍passed'],
  ['line ends of Windows', 'a\r\nb', 'a\nb'],
  ['bells, backspaces, nulls', '\x07\b\0\x7f', '␇␈␀␡'],
  ['a turned direction of writing', '\u202egnp.exe', '<U+202E>gnp.exe'],
  ['tabs', 'a\tb', 'a  b'],
] as const)('harmless: %s', ([, text, shown]) => {
  expect(harmless(text)).toBe(shown);
});

test('a sequence that is hidden in another does not come to life', () => {
  expect(harmless('\x1b\x1b[0m[2J')).not.toContain('\x1b');
});

test('a name stays on one line', () => {
  expect(harmlessLine('src/a\nb.ts')).toBe('src/a␊b.ts');
});

test('wrap breaks between words, breaks words that no line holds, and keeps the margin of a line', () => {
  expect(wrap('one two three', 9)).toEqual(['one two', 'three']);
  expect(wrap('one two three', 13, '    ')).toEqual(['    one two', '    three']);
  expect(wrap('x'.repeat(25), 10)).toEqual(['xxxxxxxxxx', 'xxxxxxxxxx', 'xxxxx']);
  expect(wrap('  { a: 1,   b: 22 }', 12)).toEqual(['  { a: 1, b:', '  22 }']);
  expect(wrap('a   b', 10)).toEqual(['a   b']);
  expect(wrap('a\n\nb', 10, '  ')).toEqual(['  a', '', '  b']);
});

test('cut leaves out the middle and the ends of lines, and says how much', () => {
  const text = Array.from({ length: 10 }, (_, at) => `line ${at}`).join('\n');
  expect(cut(text, { lines: 4, columns: 80 })).toBe('line 0\nline 1\n… (7 more lines)\nline 9');
  expect(cut('abcdefgh\n', { lines: 4, columns: 5 })).toBe('abcde … (3 more characters)');
  expect(cut(text, { lines: 10, columns: 80 })).toBe(text);
});
