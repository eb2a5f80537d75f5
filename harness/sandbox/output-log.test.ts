import { expect, test } from 'vitest';
import { OutputLog } from './output-log.ts';

test('both streams are kept in order of arrival', () => {
  const log = new OutputLog();
  log.add('stdout', Buffer.from('one\n'));
  log.add('stderr', Buffer.from('two\n'));
  log.add('stdout', Buffer.from('three\n'));
  expect(log.read()).toEqual({ text: 'one\ntwo\nthree\n', dropped: 0 });
  expect(log.lastLines(2)).toEqual(['two', 'three']);
});

test('a character cut in two comes out whole', () => {
  const log = new OutputLog();
  const bytes = Buffer.from('ü');
  expect(log.add('stdout', bytes.subarray(0, 1)) + log.add('stdout', bytes.subarray(1))).toBe('ü');
});

test('of too much output the head and the tail are kept', () => {
  const log = new OutputLog();
  for (let line = 0; line < 100_000; line += 1) log.add('stdout', Buffer.from(`line ${line}\n`));
  const { text, dropped } = log.read();
  expect(text.startsWith('line 0\nline 1\n')).toBe(true);
  expect(text.endsWith('line 99999\n')).toBe(true);
  expect(text).toContain(`[… ${dropped} characters left out …]`);
  expect(text.length).toBeLessThan(65 * 1024);
  expect(log.flooded).toBe(false);
});
