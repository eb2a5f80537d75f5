import { describe, expect, test } from 'vitest';
import { helpText } from './help.ts';
import { options } from './options.ts';
import { parseOptions } from './parse-options.ts';
import { backupSettings } from './settings.ts';

const parse = (...args: string[]) => Object.fromEntries(parseOptions(args));
const settings = (...args: string[]) => backupSettings(parseOptions(args));

describe('options', () => {
  test('short flags can be grouped, the last of them with a value', () => {
    expect(parse('-RPv', '-CSnorth', '-D', 'data')).toEqual({
      'write-recovery-conf': '',
      progress: '',
      verbose: '',
      'create-slot': '',
      slot: 'north',
      pgdata: 'data',
    });
  });

  test('values can be attached or stand alone', () => {
    expect(parse('-h127.0.0.1', '--port=5433', '--username', 'ann', '--dbname=host=a')).toEqual({
      host: '127.0.0.1',
      port: '5433',
      username: 'ann',
      dbname: 'host=a',
    });
  });

  test('a long name can be cut short while it is unique', () => {
    expect(parse('--create', '--check=fast')).toEqual({ 'create-slot': '', checkpoint: 'fast' });
    expect(() => parse('--p=1')).toThrow('option "--p" is ambiguous; possibilities: --pgdata, --progress, --port');
  });

  test('an option that takes a value can have one that looks like an option', () => {
    expect(parse('-D', '-v')).toEqual({ pgdata: '-v' });
  });

  test.each([
    [['-Q'], 'option "-Q" is not supported here; supported are -D/--pgdata, '],
    [['-Rz'], 'option "-z" is not supported here; supported are -D/--pgdata, '],
    [['--max-rate=1M'], 'option "--max-rate" is not supported here; supported are -D/--pgdata, '],
    [['-D'], 'option "-D" requires an argument'],
    [['--host'], 'option "--host" requires an argument'],
    [['--verbose=3'], 'option "--verbose" doesn\'t allow an argument'],
    [['-v', 'data', 'more'], 'too many command-line arguments (first is "data")'],
    [['--', '-v'], 'too many command-line arguments (first is "-v")'],
  ])('%j is refused', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  test('--help shows every option of the table', () => {
    const text = helpText();
    for (const { short, long } of options) expect(text).toContain(`  -${short}, --${long}`);
  });
});

describe('settings', () => {
  test('the defaults are those of the original', () => {
    expect(settings('-D', 'data')).toEqual({
      directory: 'data',
      walMethod: 'stream',
      label: 'pg_basebackup base backup',
      fastCheckpoint: false,
      writeRecoveryConf: false,
      slot: undefined,
    });
  });

  test('a method, a format and a checkpoint may be abbreviated as in the original', () => {
    expect(settings('-Ddata', '-Xf', '-Fp', '-cFAST')).toMatchObject({ walMethod: 'fetch', fastCheckpoint: true });
    expect(settings('-Ddata', '-SA', '-C').slot).toEqual({ name: 'A', create: true });
  });

  test.each([
    [[], 'must specify output directory'],
    [['-Dx', '-X', 'foo'], 'invalid wal-method option "foo", must be "fetch", "stream", or "none"'],
    [['-Dx', '-c', 'foo'], 'invalid checkpoint argument "foo", must be "fast" or "spread"'],
    [['-Dx', '-F', 't'], 'format "tar" is not supported here, must be "plain"'],
    [['-Dx', '-F', 'q'], 'invalid output format "q", must be "plain"'],
    [['-Dx', '-C'], '--create-slot needs a slot to be specified using --slot'],
    [['-Dx', '-Xnone', '-Sa'], 'replication slots can only be used with WAL streaming'],
    [['-Dx', '-Xfetch', '-Sa'], 'replication slots can only be used with WAL streaming'],
  ])('%j is refused', (args, message) => {
    expect(() => settings(...args)).toThrow(message);
  });
});
