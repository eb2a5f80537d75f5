import { expect, test } from 'vitest';
import { readYaml } from './read-yaml.ts';

const read = (text: string) => readYaml(new TextEncoder().encode(text));

test('keys come with their lines, also one that stands there twice', () => {
  const file = read('# first\na: 1\n\na: 2\n__proto__: 3\n');
  if ('unreadable' in file) throw new Error(file.unreadable.message);
  expect(file.entries.map(({ key, line }) => [key, line])).toEqual([
    ['a', 2],
    ['a', 4],
    ['__proto__', 5],
  ]);
});

test.for(['', '\n', '# a comment\n', '---\n', '~\n'])('%j has no entries and is readable', (text) => {
  expect(read(text)).toMatchObject({ entries: [] });
});

test.for<[what: string, text: string, line: number | undefined, message: RegExp]>([
  ['an alias', 'a: &x [1]\nb: *x\n', 1, /^anchors and aliases are not taken/],
  ['a bomb of aliases', `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`, 1, /^anchors and aliases are not taken/],
  ['a tag', 'a: 1\nb: !!binary aGk=\n', 2, /^tags are not taken/],
  ['a tag of JavaScript', 'a: !!js/function "function () {}"\n', 1, /^tags are not taken/],
  ['two documents', 'a: 1\n---\nb: 2\n', 2, /^it is not valid YAML: Source contains multiple documents$/],
  ['a list', 'ok\n- 1\n', undefined, /^it is (not valid YAML|no list of)/],
  ['a word', 'nothing\n', 1, /^it is no list of/],
  ['a tab', 'a:\n\t- 1\n', 2, /^it is not valid YAML: Tabs are not allowed/],
  ['an open bracket', 'a: [1\n', undefined, /^it is not valid YAML: /],
  ['ten megabytes', 'a: 1\n'.repeat(2_000_000), undefined, /^it is longer than 32768 characters$/],
  ['sixty thousand brackets', '['.repeat(30_000), undefined, /^it has more than 300 opening brackets$/],
  ['thirty thousand levels', `${'- '.repeat(15_000)}1`, 1, /^its text begins beyond column 60$/],
])('%s is refused in one line', ([, text, line, message]) => {
  const file = read(text);
  if (!('unreadable' in file)) throw new Error('it was read');
  if (line !== undefined) expect(file.unreadable.line).toBe(line);
  expect(file.unreadable.message).toMatch(message);
  expect(file.unreadable.message).not.toContain('\n');
});

test('what is no text is refused', () => {
  expect(readYaml(Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe))).toEqual({
    unreadable: { message: 'it is no UTF-8 text' },
  });
});

test('the deepest and longest texts that are taken are read without harm', () => {
  for (const text of ['['.repeat(300), '{a: '.repeat(300), '}'.repeat(32_000), '<<: '.repeat(8000), '? '.repeat(30)])
    expect(() => read(text)).not.toThrow();
}, 30_000);
