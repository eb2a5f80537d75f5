import { expect, test } from 'vitest';
import { maskOutput } from './masks.ts';

test.for([
  ['at 0/3000148', 'at 0/9A000060'],
  ['000000010000000000000003', '00000002000000000000000A'],
  ['2026-11-21 06:30:00.123+00', '2026-01-01 00:00:00+00'],
  ['00:00:00.000123', '00:00:01'],
  ['took 12.5 ms', 'took 3 ms'],
  ['7563478290123456789', '7412345678901234567'],
  ['server process (pid 123)', 'server process (pid 45678)'],
  [' pid | state\n-----+--------\n   1 | idle\n(1 row)', ' pid  | state\n------+--------\n 1234 | idle\n(1 row)'],
  [' client_port\n-------------\n 1\n(1 row)', ' client_port\n-------------\n 41234\n(1 row)'],
  [' lsn\n-----\n 0/1\n(1 row)', '    lsn\n-----------\n 0/3000148\n(1 row)'],
] as const)('%j and %j say the same', ([a, b]) => {
  expect(maskOutput(a)).toBe(maskOutput(b));
});

test.for([
  [' id | state\n----+-------\n  1 | idle\n(1 row)', ' id | state\n----+-------\n  2 | idle\n(1 row)'],
  ['ERROR:  a', 'ERROR:  b'],
  ['INSERT 0 1', 'INSERT 0 2'],
  ['a\nb', 'b\na'],
  ['', '(0 rows)'],
] as const)('%j and %j do not', ([a, b]) => {
  expect(maskOutput(a)).not.toBe(maskOutput(b));
});

test('a chapter may mask what else changes', () => {
  expect(maskOutput('128 bytes', ['\\d+ bytes'])).toBe(maskOutput('4096 bytes', ['\\d+ bytes']));
});
