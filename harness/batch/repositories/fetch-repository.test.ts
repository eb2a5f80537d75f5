import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OwningBroker, openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import { unpack } from '../archives/unpack.ts';
import { gitRepository } from '../testing/git-repository.ts';
import { fetchAll } from './fetch-all.ts';
import { fetchRepository } from './fetch-repository.ts';
import type { GitOptions } from './git.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), 'repositories-'));
let broker: OwningBroker;
beforeAll(() => {
  chmodSync(root, 0o711);
  const work = { LAB_STATE_DIR: join(root, 'state'), LAB_WORK_DIR: join(root, 'work') };
  broker = openBroker(openStorage(work));
});
afterAll(async () => {
  await broker[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

const folder = () => mkdtempSync(join(root, 'case-'));

function options(more: Partial<GitOptions> = {}): GitOptions {
  const env = { PATH: process.env.PATH, HOME: root };
  const signal = new AbortController().signal;
  return { broker, env, protocols: 'https:ssh:file', signal, deadline: 30_000, fileSize: 64 * 1024 ** 2, ...more };
}

/** The files that a fetched commit holds, as a batch unpacks them. */
async function filesOf(url: string, ref?: string, more: Partial<GitOptions> = {}) {
  const place = join(folder(), 'fetched');
  const { commit, tarball } = await fetchRepository({ url, ref }, place, options(more));
  const into = folder();
  await unpack(tarball, into);
  return { commit, into, files: readdirSync(into, { recursive: true }).map(String).sort(), place };
}

test('the newest commit is fetched without its history, or the branch, tag or commit that is named', async () => {
  const repository = gitRepository(folder());
  const first = repository.commit({ 'src/answer.ts': 'first' });
  repository.git('tag', '--annotate', '--message=handed in', 'v1');
  const second = repository.commit({ 'src/answer.ts': 'second', 'notes.md': '' });
  const { commit, files, into, place } = await filesOf(repository.url);
  expect({ commit, files }).toEqual({ commit: second, files: ['notes.md', 'src', 'src/answer.ts'] });
  expect(readFileSync(join(into, 'src/answer.ts'), 'utf8')).toBe('second');
  expect(existsSync(place)).toBe(false);
  for (const ref of ['v1', first]) expect(await filesOf(repository.url, ref)).toMatchObject({ commit: first });
  expect(await filesOf(repository.url, 'main')).toMatchObject({ commit: second });
});

test('links and submodules come to nothing, and no hook or filter of the caller runs', async () => {
  const inner = gitRepository(folder());
  inner.commit({ 'inner.txt': '' });
  const repository = gitRepository(folder());
  repository.commit({ 'src/answer.ts': 'text', '.gitattributes': '* filter=planted\n' });
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.url, 'module');
  repository.link('inside', 'src');
  const home = folder();
  const trace = join(home, 'trace');
  const script = (path: string) => {
    writeFileSync(path, `#!/bin/sh\necho "$0" >>'${trace}'\ncat\n`);
    chmodSync(path, 0o755);
  };
  mkdirSync(join(home, 'hooks'));
  for (const hook of ['reference-transaction', 'post-checkout', 'post-merge']) script(join(home, 'hooks', hook));
  script(join(home, 'filter'));
  script(join(home, 'askpass'));
  writeFileSync(
    join(home, '.gitconfig'),
    `[core]\n hooksPath = ${home}/hooks\n askPass = ${home}/askpass\n[filter "planted"]\n smudge = ${home}/filter\n required = true\n[init]\n templateDir = ${home}\n`,
  );
  const env = { PATH: process.env.PATH, HOME: home, GIT_DIR: '/nowhere', GIT_ASKPASS: join(home, 'askpass') };
  const { files } = await filesOf(repository.url, undefined, { env });
  expect(files).toEqual(['.gitattributes', '.gitmodules', 'module', 'src', 'src/answer.ts']);
  expect(existsSync(trace)).toBe(false);
});

test('a link that leads out of a repository condemns it, as it does an archive', async () => {
  const repository = gitRepository(folder());
  repository.link('out', '/etc/passwd');
  await expect(filesOf(repository.url)).rejects.toThrow('it holds a link that leads out of it: "out" to "/etc/passwd"');
});

test.for<[url: string, protocols: string]>([
  ['ext::sh -c "touch $TRACE"', 'https:ssh:file'],
  ['file:///', 'https:ssh'],
  ['--upload-pack=touch $TRACE', 'https:ssh:file'],
])('git itself refuses %j', async ([url, protocols]) => {
  const trace = join(folder(), 'trace');
  const fetching = fetchRepository(
    { url: url.replace('$TRACE', trace) },
    join(folder(), 'fetched'),
    options({ protocols }),
  );
  await expect(fetching).rejects.toThrow(/not allowed|strange pathname/);
  expect(existsSync(trace)).toBe(false);
});

test('what is larger than it may be is refused, and nothing of it stays', async () => {
  const repository = gitRepository(folder());
  repository.commit({ 'noise.bin': randomBytes(3 * 1024 ** 2) });
  const place = join(folder(), 'fetched');
  const small = options({ fileSize: 1024 ** 2 });
  await expect(fetchRepository({ url: repository.url }, place, small)).rejects.toThrow('it is larger than 1 MiB');
  const zeros = gitRepository(folder());
  zeros.commit({ 'zeros.bin': Buffer.alloc(8 * 1024 ** 2) });
  await expect(fetchRepository({ url: zeros.url }, place, small)).rejects.toThrow('it is larger than 1 MiB');
  expect(readdirSync(join(place, '..'))).toEqual([]);
});

test('a server that never answers is given up, and an interrupt ends the waiting', async () => {
  const server: Server = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/a.git`;
  const fetched = (more: Partial<GitOptions>) => fetchRepository({ url }, join(folder(), 'fetched'), options(more));
  await expect(fetched({ deadline: 1000 })).rejects.toThrow('it took more than 1 s');
  await expect(fetched({ signal: AbortSignal.timeout(500) })).rejects.toThrow('it was interrupted');
  server.close();
});

test('of a list everything is fetched that can be, and the rest is left out with the reason', async () => {
  const ann = gitRepository(folder());
  const commit = ann.commit({ 'src/answer.ts': '' });
  const empty = gitRepository(folder());
  const results = folder();
  const list = `ann,${ann.url}\nbob,file:///no/such\ncarl,${empty.url}\ndora,${ann.url},no-such-branch\neve,http://x\n`;
  {
    using fetched = await fetchAll(list, results, { ...options(), local: true }, () => undefined);
    expect(fetched.leftOut.map(({ name, reason }) => `${name}: ${reason}`).sort()).toEqual([
      "bob: line 2: its repository: '/no/such' does not appear to be a git repository",
      "carl: line 3: its repository: couldn't find remote ref HEAD",
      "dora: line 4: its repository: couldn't find remote ref no-such-branch",
      'eve: line 5: addresses of repositories are https://…, ssh://… or name@host:path',
    ]);
    expect(fetched.handedIn).toMatchObject([{ student: 'ann', kind: 'archive', commit }]);
    expect(existsSync(fetched.handedIn[0]?.path ?? '')).toBe(true);
  }
  expect(readdirSync(results)).toEqual([]);
});
