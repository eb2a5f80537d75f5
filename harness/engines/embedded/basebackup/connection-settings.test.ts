import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionSettings, type Environment } from './connection-settings.ts';
import { parseOptions } from './parse-options.ts';
import { passwordFromFile } from './passfile.ts';

const none = { PGPASSFILE: '/nonexistent/pgpass' };

function settings(args: string[], environment: Environment = {}, warnings: string[] = []) {
  return connectionSettings(parseOptions(args), { ...none, ...environment }, (message) => warnings.push(message));
}

describe('connection settings', () => {
  test('options win over the connection string, which wins over the environment', () => {
    const environment = { PGHOST: 'e', PGPORT: '3', PGUSER: 'eve', PGAPPNAME: 'env', PGCONNECT_TIMEOUT: '7' };
    const found = settings(['-h', 'o', '-d', 'host=c port=2 application_name='], environment);
    expect(found).toMatchObject({ host: 'o', port: 2, user: 'eve', applicationName: 'env', connectTimeout: 7000 });
  });

  test('there is a default for what nobody gives', () => {
    expect(settings(['-U', 'ann'])).toMatchObject({
      host: '/tmp',
      port: 5432,
      database: 'replication',
      applicationName: 'pg_basebackup',
      password: undefined,
      connectTimeout: 0,
      sslmode: 'prefer',
    });
  });

  test.each([
    [['-d', 'foo=1'], {}, 'invalid connection option "foo"'],
    [['-p', 'abc'], {}, 'invalid integer value "abc" for connection option "port"'],
    [['-p', '99999'], {}, 'invalid port number: "99999"'],
    [['-h', 'a,b'], {}, 'only one host is supported here, got "a,b"'],
    [['-d', 'sslmode=maybe'], {}, 'invalid sslmode value: "maybe"'],
    [[], { PGCONNECT_TIMEOUT: 'soon' }, 'invalid integer value "soon" for connection option "connect_timeout"'],
  ])('%j with %j is refused', (args, environment, message) => {
    expect(() => settings(['-U', 'ann', ...args], environment)).toThrow(message);
  });
});

describe('a password file', () => {
  let directory: string;
  let file: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'passfile-'));
    file = join(directory, 'pgpass');
    const lines = [
      '# a comment',
      'too:few:fields',
      String.raw`a\:b:5432:*:ann:colon\:and\\slash`,
      'localhost:5432:replication:ann:socket',
      'h:5433:replication:ann:by database',
      '*:*:*:ann:any',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const look = (host: string, port = 5432, user = 'ann') =>
    passwordFromFile(file, { host, port, user, database: 'replication' }, () => {});

  test('gives the password of the first line that fits', () => {
    expect(look('a:b')).toBe('colon:and\\slash');
    expect(look('/tmp')).toBe('socket');
    expect(look('h', 5433)).toBe('by database');
    expect(look('other')).toBe('any');
    expect(look('other', 5432, 'bob')).toBeUndefined();
  });

  test('is used when no password is given, and then named in the settings', () => {
    expect(settings(['-U', 'ann', '-h', 'h'], { PGPASSFILE: file })).toMatchObject({
      password: 'any',
      passwordFile: file,
    });
    expect(settings(['-U', 'ann', '-h', 'h'], { PGPASSFILE: file, PGPASSWORD: 'env' })).toMatchObject({
      password: 'env',
      passwordFile: undefined,
    });
  });

  test('that others can read is ignored with a warning', () => {
    chmodSync(file, 0o640);
    const warnings: string[] = [];
    expect(settings(['-U', 'ann'], { PGPASSFILE: file }, warnings).password).toBeUndefined();
    expect(warnings).toEqual([
      `password file "${file}" has group or world access; permissions should be u=rw (0600) or less`,
    ]);
    chmodSync(file, 0o600);
  });
});
