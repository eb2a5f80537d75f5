import { expect, test } from 'vitest';
import { tellingLines } from './evidence.ts';

const prefix = (second: number) => `17637000${String(second).padStart(2, '0')}.123 [4711] `;

test('only errors and promotions are telling, without the time and the process', () => {
  const log = [
    `${prefix(1)}LOG:  database system is ready to accept connections`,
    `${prefix(2)}ERROR:  duplicate key value violates unique constraint "inventory_pkey"`,
    `${prefix(2)}DETAIL:  Key (product_id)=(7) already exists.`,
    `${prefix(3)}LOG:  received promote request`,
    `${prefix(4)}WARNING:  canceling wait for synchronous replication due to user request`,
    `${prefix(5)}LOG:  database system was interrupted; last known up at 2026-01-02`,
    `${prefix(6)}PANIC:  could not locate a valid checkpoint record`,
  ].join('\n');
  expect(tellingLines(log)).toEqual([
    'ERROR:  duplicate key value violates unique constraint "inventory_pkey"',
    'LOG:  received promote request',
    'WARNING:  canceling wait for synchronous replication due to user request',
    'LOG:  database system was interrupted; last known up at 2026-01-02',
    'PANIC:  could not locate a valid checkpoint record',
  ]);
});

test('what a server makes of its files is telling, and that a copy was taken of a running server is not', () => {
  const log = [
    `${prefix(1)}LOG:  database system was interrupted; last known up at 2026-01-02`,
    `${prefix(1)}LOG:  entering standby mode`,
    `${prefix(2)}LOG:  received SIGHUP, reloading configuration files`,
    `${prefix(2)}LOG:  invalid authentication method "scram-sha256"`,
    `${prefix(2)}CONTEXT:  line 2 of configuration file "pg_hba.conf"`,
    `${prefix(2)}LOG:  pg_hba.conf was not reloaded`,
  ].join('\n');
  expect(tellingLines(log)).toEqual([
    'LOG:  invalid authentication method "scram-sha256"',
    'CONTEXT:  line 2 of configuration file "pg_hba.conf"',
    'LOG:  pg_hba.conf was not reloaded',
  ]);
});

test('a word within a statement tells nothing', () => {
  expect(tellingLines(`${prefix(1)}LOG:  statement: INSERT INTO log VALUES ('an ERROR of mine')`)).toEqual([]);
});

test('what a server says again and again is shown once, whatever its numbers', () => {
  const refused = (port: number) => `FATAL:  could not connect to the primary server: port ${port} failed`;
  const log = [1, 2, 3].map((at) => prefix(at) + refused(33_000 + at)).join('\n');
  expect(tellingLines(log)).toEqual([refused(33_001)]);
});

test('of many the last are shown, and a long line is cut', () => {
  const names = 'abcdefghijkl'.split('');
  const shown = tellingLines(names.map((name, at) => `${prefix(at)}ERROR:  ${name} is missing`).join('\n'));
  expect(shown).toHaveLength(8);
  expect(shown.at(-1)).toBe('ERROR:  l is missing');
  expect(tellingLines(`ERROR:  ${'x'.repeat(9000)}`)[0]?.length).toBe(300);
});

test('an empty log tells nothing', () => {
  expect(tellingLines('')).toEqual([]);
});
