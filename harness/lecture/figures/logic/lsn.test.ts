import { expect, test } from 'vitest';
import { compareLsns, sizeInWords } from './lsn.ts';

test('positions are compared as numbers; as text they may come out the wrong way round', () => {
  expect(compareLsns('0/9000000', '0/10000000')).toEqual({
    distance: 117440512n,
    byPosition: 'before',
    byText: 'after',
  });
});

test('the distance counts across the slash, beyond what a double can hold', () => {
  expect(compareLsns('0/FFFFFFFF', '1/0')?.distance).toBe(1n);
  expect(compareLsns('FFFFFFFF/FFFFFFFF', '0/0')?.distance).toBe(-(2n ** 64n - 1n));
});

test.for(['', '0', '0/', '/0', '0/G', '0/123456789', '0/1/2', '-0/1'])('%j is no position', (text) => {
  expect(compareLsns(text, '0/0')).toBeUndefined();
});

test('letters may be small, and blanks around are nothing', () => {
  expect(compareLsns(' 0/ff ', '0/FF')?.byPosition).toBe('equal');
});

test.for([
  [0n, '0 bytes'],
  [1n, '1 byte'],
  [1023n, '1023 bytes'],
  [1024n, '1 KiB'],
  [-1536n, '1.5 KiB'],
  [16n * 1024n ** 2n, '16 MiB'],
] as const)('%s bytes are %s', ([bytes, words]) => {
  expect(sizeInWords(bytes)).toBe(words);
});
