import { expect, test } from 'vitest';
import { countWords, essayHash } from './essay.ts';

test.for<[text: string, words: number]>([
  ['', 0],
  ['# A title\n\nTwo words — and four more.\n', 7],
  ['<!-- not counted -->one<!-- open', 1],
  ['- * 1. `code` ---\n', 2],
  ['für naïve Größen, 日本', 4],
])('%j has %i words', ([text, words]) => {
  expect(countWords(text)).toBe(words);
});

test('a text has one hash however its lines end, and another when a word changes', () => {
  expect(essayHash('a\r\nb\r\n')).toBe(essayHash('a\nb'));
  expect(essayHash('a b')).not.toBe(essayHash('a c'));
});
