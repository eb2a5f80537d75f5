import { expect, test } from 'vitest';
import { LineSplitter, maxLineBytes, nestsTooDeeply } from './lines.ts';

test('lines are found whatever the chunks are', () => {
  const bytes = Buffer.from('first\n\nzweite Zeile mit ü\nrest');
  for (let size = 1; size < 12; size += 1) {
    const splitter = new LineSplitter();
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.push(bytes.subarray(at, at + size)));
    expect(lines).toEqual(['first', '', 'zweite Zeile mit ü']);
    expect(splitter.rest).toBe('rest');
  }
});

test('a line may be as long as the limit and no longer', () => {
  const splitter = new LineSplitter();
  expect(splitter.push(Buffer.from(`${'x'.repeat(maxLineBytes)}\n`))).toHaveLength(1);
  expect(() => splitter.push(Buffer.alloc(maxLineBytes + 1, 120))).toThrow('a line of more than 1048576 bytes');
});

test('all lines together have a limit', () => {
  const splitter = new LineSplitter();
  const line = Buffer.from(`${'x'.repeat(maxLineBytes - 1)}\n`);
  for (let count = 0; count < 8; count += 1) splitter.push(line);
  expect(() => splitter.push(Buffer.from('x'))).toThrow('more than 8388608 bytes in all');
});

test('nesting is counted outside strings only', () => {
  expect(nestsTooDeeply(`"${'['.repeat(1000)}\\"[["`)).toBe(false);
  expect(nestsTooDeeply('[]'.repeat(1000))).toBe(false);
  expect(nestsTooDeeply('[{'.repeat(100))).toBe(true);
});
