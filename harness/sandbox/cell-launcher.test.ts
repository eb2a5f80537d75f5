import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { LabError } from '../core/errors.ts';
import { waitUntil } from '../core/wait-until.ts';
import { askDaemon } from '../engines/docker/daemon.ts';
import { cellsOf, dockerForTest, openDockerForTest } from '../engines/docker/open-for-test.ts';
import type { Engine } from '../engines/engine.ts';
import type { Launcher } from './launcher.ts';
import { launcherFor } from './launcher-for.ts';
import { precheck } from './precheck.ts';
import { exerciseWith, faultOf, nodePath, openWorkshop, type Workshop } from './testing.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const found = await dockerForTest();

describe.skipIf(found.because !== undefined)(
  `programs in containers${found.because ? ` (skipped: ${found.because})` : ''}`,
  () => {
    let workshop: Workshop;
    let engine: Engine;
    let launcher: Launcher;
    let cells: () => Promise<string[]>;
    const ends = new AsyncDisposableStack();
    beforeAll(async () => {
      workshop = ends.use(await openWorkshop());
      const opened = ends.use(await openDockerForTest(found, workshop));
      engine = opened.engine;
      launcher = launcherFor('cells', await engine.clientGround());
      cells = () => cellsOf(found, opened.broker);
    });
    afterAll(() => ends.disposeAsync());

    const exercise = exerciseWith('src/main.ts', ['main'], 20_000);
    const start = (text: string, deadline = 20_000) =>
      workshop.start({ 'src/main.ts': text }, { launcher, exercise: exerciseWith('src/main.ts', ['main'], deadline) });

    test('a program answers, has its packages, and what it prints is a log', async () => {
      await using student = await start(`
      import pg from 'pg';
      console.log('hello');
      export const main = (name: string) => [name, typeof pg.Client, process.cwd(), process.getuid?.()];`);
      expect(await student.call('main', ['ann'])).toEqual(['ann', 'function', '/work', 65_534]);
      expect(await student.drain(5000)).toBe('ended');
      expect(student.output().text).toBe('hello\n');
    });

    test('what a program writes to its standard output does not come into the channel', async () => {
      await using student = await start(`
      import { writeSync } from 'node:fs';
      export function main() {
        writeSync(1, '{"jsonrpc":"2.0","id":1,"result":42}\\n');
        return 7;
      }`);
      expect(await student.call('main', [])).toBe(7);
      expect(await student.drain(5000)).toBe('ended'); // what it prints comes by another way than its answers
      expect(student.output().text).toContain('"result":42');
    });

    test('it may change neither its own files nor those of the system', async () => {
      await using student = await start(`
      import { writeFileSync } from 'node:fs';
      const fails = (path: string) => { try { writeFileSync(path, ''); return ''; } catch (error) { return (error as any).code; } };
      export const main = () => ['new.ts', 'src/main.ts', '/etc/passwd', '/var/tmp/x', '/tmp/x'].map(fails);`);
      expect(await student.call('main', [])).toEqual(['EACCES', 'EACCES', 'EROFS', 'EROFS', '']);
    });

    test('it reads modules that were compiled before it came, and can put none among them', async () => {
      await using student = await start(`
      import { accessSync, constants, readdirSync, statSync, writeFileSync } from 'node:fs';
      import { dirname, join } from 'node:path';
      import { flushCompileCache, getCompileCacheDir } from 'node:module';
      const fails = (attempt: () => void) => { try { attempt(); return ''; } catch (error) { return (error as any).code; } };
      export function main() {
        const directory = getCompileCacheDir() ?? '';
        const names = readdirSync(directory);
        flushCompileCache();
        return {
          parent: dirname(directory),
          many: names.length > 20,
          kept: readdirSync(directory).length === names.length,
          owners: [...new Set(['', ...names].map((name) => statSync(join(directory, name)).uid))],
          new: fails(() => writeFileSync(join(directory, 'new'), '')),
          old: fails(() => writeFileSync(join(directory, names[0] ?? ''), '')),
          may: fails(() => accessSync(directory, constants.W_OK)),
        };
      }`);
      const denied = { new: 'EROFS', old: 'EROFS', may: 'EACCES' }; // by the file system, and by its owner
      const seen = { parent: '/lab/compiled', many: true, kept: true, owners: [0], ...denied };
      expect(await student.call('main', [])).toEqual(seen);
    });

    test('a deadline ends the container, whatever the program does', async () => {
      await using student = await start(
        `process.on('SIGTERM', () => undefined); export const main = () => { for (;;); }`,
        500,
      );
      expect(await faultOf(student.call('main', []))).toMatchObject({ cause: 'timeout' });
      await waitUntil('it to be gone', async () => (await cells()).length <= 1, { timeout: 2000 });
    });

    test('a crash is the student’s, with its last words and its signal', async () => {
      await using student = await start(`export const main = () => { process.kill(process.pid, 'SIGKILL'); };`);
      const fault = await faultOf(student.call('main', []));
      expect(fault).toMatchObject({ cause: 'crash', exit: { signal: 'SIGKILL' } });
      await using other = await start(
        `export const main = () => { setTimeout(() => { throw new Error('oops'); }); return new Promise(() => {}); }`,
      );
      expect((await faultOf(other.call('main', []))).message).toContain(
        'an uncaught exception ended the process: Error: oops',
      );
    });

    test('more memory than there is ends it, and that is said', async () => {
      await using student = await start(`
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      // Each for itself is below its limit; together they are not.
      const text = \`const all = [];
        for (let i = 0; i < 8; i += 1) all.push(Buffer.alloc(2 ** 26, 1));
        setInterval(() => all, 1000)\`;
      export async function main() {
        await Promise.race([1, 2, 3, 4].map(() => once(spawn(process.execPath, ['-e', text]), 'exit')));
        process.exit(1);
      }`);
      expect(await faultOf(student.call('main', []))).toMatchObject({ cause: 'memory' });
    });

    test('a container that somebody else removes is a fault of ours', async () => {
      await using student = await start(`export const main = () => new Promise(() => setInterval(() => {}, 1000));`);
      const broken = student.call('main', []).then(
        () => undefined,
        (error: unknown) => error,
      );
      for (const id of await cells()) await ask(`/containers/${id}?force=1`, 'DELETE');
      const error = await broken;
      expect(error).toBeInstanceOf(LabError);
      expect(error).toMatchObject({ code: 'NO_DOCKER' });
      await using next = await start(`export const main = () => 1;`); // the one that waited has gone as well
      expect(await next.call('main', [])).toBe(1);
    });

    test('a submission that cannot be loaded is looked at there', async () => {
      const staged = await workshop.stage({ 'src/main.ts': 'export function main() {\n  return (;\n}\n' }, exercise);
      const findings = await precheck(staged, exercise, { broker: workshop.broker, launcher, nodePath });
      expect(findings).toMatchObject([{ path: 'src/main.ts', line: 2 }]);
    });

    test('it reaches the clients’ path of a cluster, and nothing else', async () => {
      await using cluster: RunningCluster = await startCluster(engine, {
        id: 'reach',
        nodes: ['leader', 'follower'],
        wiring: 'streaming',
        seed: ['CREATE TABLE public.t (id int PRIMARY KEY)'],
        grants: ['SELECT, INSERT ON public.t'],
        superuser: false,
      });
      const { follower, leader } = cluster;
      const { client, control, peers } = leader.paths;
      const there = new URL(leader.url);
      const places = {
        client: { host: there.hostname, port: Number(there.port) },
        published: client,
        control,
        ...Object.fromEntries([6001, 6002, 6003, 6004].map((port) => [`${port}`, { host: there.hostname, port }])),
        peer: peers.follower,
        server: leader.machine.address,
        other: follower.machine.address,
      };
      await using student = await start(`
      import net from 'node:net';
      import pg from 'pg';
      const reaches = ({ host, port }: { host: string; port: number }) =>
        new Promise((resolve) => {
          const socket = net.connect({ host, port, timeout: 3000 }, () => { socket.destroy(); resolve(true); });
          socket.on('timeout', () => socket.destroy()).on('error', () => {}).on('close', () => resolve(false));
        });
      export async function main(url: string, places: Record<string, { host: string; port: number }>) {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        const { rowCount } = await client.query('INSERT INTO t VALUES (1)');
        await client.end();
        const names = [];
        for (const [name, place] of Object.entries(places)) if (await reaches(place)) names.push(name);
        return { rowCount, names };
      }`);
      // The other two of these four are control paths.
      const clientPorts = [there.port, new URL(follower.url).port].toSorted();
      const names = [...clientPorts, 'client'];
      expect(await student.call('main', [leader.url, places])).toEqual({ rowCount: 1, names });
      expect(await leader.value('SELECT count(*)::int FROM public.t')).toBe(1);
      expect(cluster.fromHere(leader.url)).toContain(`@127.0.0.1:${client.port}/`);
    });

    function ask(path: string, method: 'GET' | 'DELETE' = 'GET') {
      if (found.because !== undefined) throw new Error(found.because);
      return askDaemon(found.host, path, method);
    }
  },
);
