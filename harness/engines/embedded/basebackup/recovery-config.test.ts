import { expect, test } from 'vitest';
import { connectionSettings } from './connection-settings.ts';
import { parseOptions } from './parse-options.ts';
import { recoveryConfig } from './recovery-config.ts';

function config(args: string[], environment: Record<string, string>, slot?: string, serverVersion = 15): string {
  const connection = connectionSettings(parseOptions(args), environment, () => {});
  return recoveryConfig({ connection, slot, serverVersion });
}

test('the connection and the slot are written in the order of the original, quoted at both levels', () => {
  const environment = { PGPASSWORD: "se'c ret\\x", PGAPPNAME: 'a b' };
  expect(config(['-h', '127.0.0.1', '-p', '54315', '-U', 'postgres'], environment, 's1')).toBe(
    [
      String.raw`primary_conninfo = 'user=postgres password=''se\\''c ret\\\\x'' host=127.0.0.1 port=54315 ` +
        `application_name=''a b'' sslmode=prefer'`,
      `primary_slot_name = 's1'`,
      '',
    ].join('\n'),
  );
});

test('without a password the password file is named instead', () => {
  expect(config(['-h', 'h', '-U', 'ann'], { PGPASSFILE: '/home/ann/.pgpass' })).toBe(
    `primary_conninfo = 'user=ann passfile=''/home/ann/.pgpass'' host=h port=5432 sslmode=prefer'\n`,
  );
});

test('a database that the user named is written since version 17', () => {
  const args = ['-d', 'host=h user=ann password=x dbname=shop'];
  expect(config(args, {}, undefined, 16)).not.toContain('dbname');
  expect(config(args, {}, undefined, 17)).toContain(`sslmode=prefer dbname=shop'`);
});
