import { expect, test } from 'vitest';
import { endOfLog, formatLsn, parseLsn } from './lsn.ts';

test('a position keeps all of its 64 bits', () => {
  for (const text of ['0/0', '0/16B3748', '16/B374D848', 'FFFFFFFF/FFFFFFFF'])
    expect(formatLsn(parseLsn(text))).toBe(text);
  expect(parseLsn('FFFFFFFF/FFFFFFFF')).toBe(2n ** 64n - 1n);
});

test('the header of an empty page is not part of the log yet', () => {
  const end = (text: string) => formatLsn(endOfLog(parseLsn(text)));
  expect([end('0/F00028'), end('0/F02018')]).toEqual(['0/F00000', '0/F02000']);
  expect([end('0/F00040'), end('0/F02020'), end('0/F02000')]).toEqual(['0/F00040', '0/F02020', '0/F02000']);
});
