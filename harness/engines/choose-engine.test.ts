import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseEngine, type EngineName } from './choose-engine.ts';

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'choose-'));
});
afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A daemon that knows some images; `undefined`: none answers. Returns the environment that leads to it. */
async function daemonWith(images: string[] | undefined): Promise<NodeJS.ProcessEnv> {
  const path = join(folder, 'docker.sock');
  const env = { DOCKER_HOST: `unix://${path}` };
  if (images === undefined) return env;
  server = createServer(({ url = '' }, response) => {
    const image = /^\/images\/(.+)\/json$/.exec(decodeURIComponent(url))?.[1];
    const known = url === '/version' || (image !== undefined && images.includes(image));
    const Config = { Env: ['PG_VERSION=18.9-1.pgdg13+1', 'PATH=/pg/bin:/bin'] };
    response.writeHead(known ? 200 : 404).end(JSON.stringify({ Version: '27.1', Id: 'sha256:1', Config }));
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return env;
}

const choose = (wanted: EngineName, env: NodeJS.ProcessEnv, pgBin?: string) =>
  chooseEngine(
    wanted,
    {
      users: { server: undefined, student: undefined },
      stateDirectory: folder,
      workDirectory: folder,
      nodePath: process.execPath,
      pgBin,
    },
    env,
  );
const official = ['postgres:18', 'node:26-slim'];
const built = ['replication-lab-postgres:18', 'replication-lab-node:26'];

test.for<[name: string, images: string[], postgres: string, node: string]>([
  ['the official images', [...official, ...built], 'postgres:18', 'node:26-slim'],
  ['those that were built', built, 'replication-lab-postgres:18', 'replication-lab-node:26'],
])('auto takes containers where the daemon has %s', async ([, images, postgres, node]) => {
  const { because, options, postgres: version } = await choose('auto', await daemonWith(images));
  expect(options).toMatchObject({
    engine: 'docker',
    images: { postgres: { name: postgres, path: '/pg/bin:/bin' }, node },
  });
  expect([version, because]).toEqual(['18.9', `${postgres}; a daemon answers and has the images`]);
});

test.for<[name: string, images: string[] | undefined, because: RegExp]>([
  ['no daemon answers', undefined, /^the programs that npm brought; the daemon at .* does not answer: connect ENOENT/],
  ['the images are not there', ['postgres:18'], /^the programs that npm brought; the daemon lacks node:26-slim$/],
])('auto takes processes where %s, and says why', async ([, images, because]) => {
  const chosen = await choose('auto', await daemonWith(images));
  expect(chosen).toMatchObject({ options: { engine: 'embedded' }, because: expect.stringMatching(because) });
});

test('docker that was asked for and is not ready is refused with the next command', async () => {
  await expect(choose('docker', await daemonWith([]))).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    message: 'the daemon lacks postgres:18 and node:26-slim',
    next: expect.stringContaining('npm run image'),
  });
});

test('images that are named are used, and no others', async () => {
  const env = { ...(await daemonWith(['mine:1', 'node:26-slim'])), LAB_IMAGE: 'mine:1' };
  await expect(choose('docker', env)).resolves.toMatchObject({ postgres: '18.9' });
  await expect(choose('docker', { ...env, LAB_IMAGE: 'other:1' })).rejects.toMatchObject({
    next: 'docker pull other:1',
  });
});

test('programs of this machine mean processes, and are refused together with docker', async () => {
  const env = await daemonWith(official);
  await expect(choose('docker', env, '/usr/pg/bin')).rejects.toMatchObject({ code: 'ARGUMENT' });
  await expect(choose('auto', env, '/nowhere')).rejects.toMatchObject({ code: 'NO_POSTGRES', where: '--pg-bin' });
});
