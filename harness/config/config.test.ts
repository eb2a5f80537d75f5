import { expect, test } from 'vitest';
import { type ConfigSources, readConfig } from './config.ts';

/** The configuration of a command line in a terminal, where nothing else is said. */
function configOf(sources: Partial<ConfigSources> = {}) {
  return readConfig({ options: {}, env: {}, cwd: '/course', terminal: true, ...sources });
}

test('without flags and variables there are defaults', () => {
  expect(configOf()).toEqual({
    seed: undefined,
    pgBin: undefined,
    engine: 'auto',
    json: false,
    reportFiles: {},
    color: true,
    untrusted: false,
    trust: false,
  });
});

test('a flag wins over its variable, and an empty one counts as absent', () => {
  const env = { LAB_PG_BIN: '/opt/pg' };
  expect(configOf({ env }).pgBin).toBe('/opt/pg');
  expect(configOf({ env, options: { pgBin: '/usr/pg' } }).pgBin).toBe('/usr/pg');
  expect(configOf({ env: { LAB_PG_BIN: '' } }).pgBin).toBeUndefined();
});

test('a relative directory starts where the user stands', () => {
  expect(configOf({ options: { pgBin: 'pg/bin' } }).pgBin).toBe('/course/pg/bin');
  expect(configOf({ options: { pgBin: '../bin' } }).pgBin).toBe('/bin');
});

test.for(['ab12', '0', 'ffffffffffffffff'])('%s is a seed', (seed) => {
  expect(configOf({ options: { seed } }).seed).toBe(seed);
});

test.for(['AB12', 'xyz', '0x1', '12345678901234567', '-1', '1 2'])('%s is refused as a seed, and is shown', (seed) => {
  const refusal = { code: 'ARGUMENT', exitCode: 3, message: expect.stringContaining(JSON.stringify(seed)) };
  expect(() => configOf({ options: { seed } })).toThrow(expect.objectContaining(refusal));
});

test('an unknown engine is refused with the known ones, whether by flag or by variable', () => {
  expect(() => configOf({ options: { engine: 'vm' } })).toThrow(/--engine is one of auto, embedded, docker; got "vm"/);
  expect(() => configOf({ env: { LAB_ENGINE: 'vm' } })).toThrow('got "vm"');
});

test.for<[said: string, sources: Partial<ConfigSources>, color: boolean]>([
  ['a terminal has them', {}, true],
  ['a pipe has none', { terminal: false }, false],
  ['NO_COLOR takes them away', { env: { NO_COLOR: '1' } }, false],
  ['an empty NO_COLOR does not', { env: { NO_COLOR: '' } }, true],
  ['FORCE_COLOR gives them to a pipe', { env: { FORCE_COLOR: '1' }, terminal: false }, true],
  ['FORCE_COLOR=0 takes them away', { env: { FORCE_COLOR: '0' } }, false],
  ['NO_COLOR wins over FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
  ['--no-color wins over all', { options: { color: false }, env: { FORCE_COLOR: '1' } }, false],
  ['a dumb terminal has none', { env: { TERM: 'dumb' } }, false],
])('colours: %s', ([, sources, color]) => {
  expect(configOf(sources).color).toBe(color);
});
