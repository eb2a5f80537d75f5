import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { labHome } from '../testing/run-lab.ts';
import { containerProbes } from './containers.ts';
import { machineProbes } from './machine.ts';
import { examine, type Probe } from './probe.ts';

const home = labHome();
afterAll(() => home[Symbol.dispose]());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  chmodSync(folder, 0o711);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const named = (probes: Probe[], name: string) => {
  const found = probes.find((probe) => probe.name === name);
  if (!found) throw new Error(`there is no probe ${name}`);
  return examine(found);
};

test('a machine that can grade is told so, in words and as JSON', async () => {
  const { code, stdout, stderr } = await home.start('doctor', '--json').ended;
  expect([code, stderr]).toEqual([0, '']);
  const { findings, ready } = JSON.parse(stdout) as { ready: boolean; findings: { name: string; state: string }[] };
  expect(ready).toBe(true);
  const needed = ['Node.js', 'libraries', 'storage', 'evidence', 'users', 'loopback ports', 'PostgreSQL', 'a cluster'];
  expect(findings.filter(({ state }) => state === 'ok').map(({ name }) => name)).toEqual(
    expect.arrayContaining(needed),
  );
  expect(findings.filter(({ state }) => state === 'gap')).toEqual([]);
  const shown = (await home.start('doctor').ended).stdout;
  expect(shown).toMatch(/^✓ Node.js +v\d+/);
  expect(shown).toMatch(/\n✓ a cluster +a leader and a follower ready in \d+ ms\n\nReady: npm run grade ex1\n$/);
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
}, 60_000);

test('a gap is named with the next command, the rest is still looked at, and the exit code is 2', async () => {
  const { code, stdout } = await home.start('doctor', '--pg-bin', folder).ended;
  expect(code).toBe(2);
  expect(stdout).toContain(`✗ PostgreSQL         ${folder} has no initdb, no postgres, no pg_ctl (--pg-bin)\n`);
  expect(stdout).toMatch(/\n +next: give the bin directory/);
  expect(stdout).toMatch(/✗ a cluster/);
  expect(stdout).toMatch(/\n2 of them keep the course from grading here.\n$/);
});

test('a directory that cannot be used is a gap, for servers and for evidence', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const probes = machineProbes({ LAB_STATE_DIR: folder, LAB_WORK_DIR: file }, file);
  const finding = await named(probes, 'storage');
  expect(finding).toMatchObject({ state: 'gap', found: expect.stringContaining(`cannot use ${file}`) });
  expect(await named(probes, 'evidence')).toMatchObject({
    state: 'gap',
    found: expect.stringContaining('nothing can be kept'),
  });
});

/** A daemon that knows some images. */
async function daemon(images: string[]): Promise<{ server: Server; host: string }> {
  const server = createServer(({ url = '' }, response) => {
    const image = /^\/images\/(.+)\/json$/.exec(decodeURIComponent(url))?.[1];
    const known = url === '/version' || (image !== undefined && images.includes(image));
    response
      .writeHead(known ? 200 : 404)
      .end(JSON.stringify({ Version: '27.1', Id: 'sha256:1', Config: { Env: ['PG_VERSION=18.4-1'] } }));
  });
  const path = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { server, host: `unix://${path}` };
}

test.for<[images: string[], state: string, found: string, next: string | undefined]>([
  [['pg:1', 'node:1'], 'ok', 'Docker 27.1 answers; it has pg:1 and node:1', undefined],
  [['pg:1'], 'note', 'Docker 27.1 answers; the daemon lacks node:1', 'docker pull node:1'],
  [[], 'note', 'Docker 27.1 answers; the daemon lacks pg:1 and node:1', 'docker pull pg:1 && docker pull node:1'],
])('docker with the images %j', async ([images, state, found, next]) => {
  const { host, server } = await daemon(images);
  try {
    const env = { DOCKER_HOST: host, LAB_IMAGE: 'pg:1', LAB_STUDENT_IMAGE: 'node:1' };
    expect(await named(containerProbes(env), 'docker')).toEqual({ name: 'docker', state, found, next });
  } finally {
    server.close();
  }
});

test('a daemon that does not answer is a note: the course grades without', async () => {
  const finding = await named(containerProbes({ DOCKER_HOST: `unix://${folder}/gone.sock` }), 'docker');
  expect(finding).toMatchObject({ state: 'note', next: expect.stringContaining('you can do without') });
  expect(finding.found).toMatch(/gone.sock does not answer: connect ENOENT/);
});

/** A directory with a program `bwrap` in it: this shell script. */
function pathWith(script: string): string {
  const path = join(folder, 'bin');
  mkdirSync(path);
  writeFileSync(join(path, 'bwrap'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}
const refuses =
  '[ "$1" = --version ] && { echo bubblewrap 0.8.0; exit; }\necho "bwrap: setting up uid map: Permission denied" >&2; exit 1';

test.for<[script: string | undefined, state: string, found: RegExp, next: RegExp | undefined]>([
  [undefined, 'note', /^not installed/, /^apt-get install bubblewrap/],
  ['echo bubblewrap 0.8.0', 'ok', /^bubblewrap 0.8.0, makes sandboxes$/, undefined],
  [
    refuses,
    'note',
    /^bubblewrap 0.8.0 .*cannot make a sandbox: bwrap: setting up uid map: Permission denied$/,
    /^sysctl /,
  ],
])('bubblewrap that is %j', async ([script, state, found, next]) => {
  const env = { PATH: script === undefined ? folder : pathWith(script) };
  const finding = await named(containerProbes(env), 'bubblewrap');
  expect([finding.state, finding.found, finding.next]).toEqual([
    state,
    expect.stringMatching(found),
    next === undefined ? undefined : expect.stringMatching(next),
  ]);
});
