import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { readConfig } from '../config/config.ts';
import { findEnclosureTools } from '../enclosure/tools.ts';
import { dockerForTest } from '../engines/docker/open-for-test.ts';
import { setUpGrading } from './grading-setup.ts';
import { isolated } from './isolation.ts';

vi.setConfig({ testTimeout: 60_000 });

const docker = await dockerForTest();
const absent = { missing: 'there is no bwrap on this machine' };

function setup(engine = 'embedded') {
  const invocation = {
    root: resolve(import.meta.dirname, '../..'),
    cwd: '/',
    env: process.env,
    words: [],
    options: {},
    stdout: new PassThrough() as unknown as NodeJS.WriteStream,
    stderr: new PassThrough() as unknown as NodeJS.WriteStream,
    signal: new AbortController().signal,
    onExit: () => undefined,
  };
  const config = readConfig({ options: { engine }, env: process.env, cwd: '/', terminal: false });
  return setUpGrading(invocation as unknown as Parameters<typeof setUpGrading>[0], config);
}

test("work of one's own is not probed", async () => {
  await using mine = await isolated(await setup(), { untrusted: false, trust: false });
  expect(mine.common).toMatchObject({ isolation: { level: 'none' } });
  expect(mine.common.confinement).toBeUndefined();
});

test('without bubblewrap the work of others is refused, with what holds and what does not', async () => {
  const refused = isolated(await setup(), { untrusted: true, trust: false }, absent);
  await expect(refused).rejects.toMatchObject({
    code: 'NOT_ISOLATED',
    exitCode: 3,
    message:
      "the work of others would not be isolated; isolation: partial (Node's permission model protects files from programs; not network from programs, processes from programs, memory from programs, files from servers, network from servers, processes from servers, memory from servers; no bubblewrap: there is no bwrap on this machine)",
  });
});

test('who trusts it may grade it all the same, and the report says so', async () => {
  await using theirs = await isolated(await setup(), { untrusted: true, trust: true }, absent);
  expect(theirs.common).toMatchObject({
    confinement: 'permissions',
    isolation: { level: 'partial', trusted: true },
  });
});

test.skipIf('missing' in findEnclosureTools())(
  'with bubblewrap, where it is permitted, isolation is full',
  async ({ skip }) => {
    await using theirs = await isolated(await setup(), { untrusted: true, trust: true });
    const { isolation } = theirs.common;
    skip(isolation.detail.includes('no bubblewrap'), isolation.detail);
    expect(isolation.level).toBe('full');
    expect(isolation.detail).toBe(
      'bubblewrap protects files from programs, network from programs, processes from programs, memory from programs, files from servers, network from servers, processes from servers, memory from servers',
    );
    expect(theirs.common.confinement).toHaveProperty('tools.bwrap');
  },
);

test.skipIf(docker.because !== undefined)('in containers isolation is full', async () => {
  await using theirs = await isolated(await setup('docker'), { untrusted: true, trust: false });
  expect(theirs.common).toMatchObject({
    confinement: 'cells',
    isolation: {
      level: 'full',
      detail:
        'Docker protects files from programs, network from programs, processes from programs, memory from programs, files from servers, network from servers, processes from servers, memory from servers',
    },
  });
});
