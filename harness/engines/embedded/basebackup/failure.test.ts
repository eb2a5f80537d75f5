import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultyProxy } from './testing/faulty-proxy.ts';
import { debianBin, installations, originalMissing } from './testing/installations.ts';
import { Playground } from './testing/playground.ts';
import { password, TestServer } from './testing/test-server.ts';

const environment = { PGPASSWORD: password };
const installation = installations.find(({ missing }) => !missing);

/** A case that the original must answer in the same way: arguments after the connection's, and the environment. */
interface Case {
  name: string;
  args?: string[];
  user?: string;
  environment?: Record<string, string>;
}

const cases: Case[] = [
  { name: 'a wrong password', environment: { PGPASSWORD: 'wrong' } },
  { name: 'no password', args: ['-w'], environment: { PGPASSFILE: '/nonexistent' } },
  { name: 'an unknown role', user: 'nobody_knows' },
  { name: 'a role that may not replicate', user: 'plain' },
  { name: 'a role that pg_hba.conf does not let in', user: 'barred' },
  { name: 'a slot that does not exist', args: ['-S', 'nope'] },
  { name: 'a logical slot', args: ['-S', 'logical'] },
  { name: 'a slot to create that exists', args: ['-C', '-S', 'taken'] },
  { name: 'a slot name with wrong characters', args: ['-C', '-S', 'Bad-name'] },
  { name: 'a slot with the wrong WAL method', args: ['-S', 'taken', '-X', 'none'] },
  { name: 'a slot to create without a name', args: ['-C'] },
  { name: 'a WAL method that does not exist', args: ['-X', 'foo'] },
  { name: 'a stray argument', args: ['stray'] },
  { name: 'a port that nobody listens on', args: ['-p', '1'] },
  { name: 'a host that does not exist', args: ['-h', 'nowhere.invalid'] },
  { name: 'a socket that does not exist', args: ['-h', '/nonexistent'] },
  { name: 'a connection string that makes no sense', args: ['-d', 'bad'] },
  { name: 'an unknown connection option', args: ['-d', 'foo=1'] },
];

const reason = installation ? '' : ' (skipped: no PostgreSQL here)';
describe.skipIf(!installation)(`a backup that fails${reason}`, { timeout: 60_000 }, () => {
  let playground: Playground;
  let leader: TestServer;
  let target: string;
  let targets = 0;

  beforeAll(async () => {
    playground = new Playground();
    if (!installation) return;
    leader = await TestServer.create(playground, installation.prepare(playground.root), 'leader');
    for (const name of ['plain', 'barred']) {
      await leader.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
    }
    await leader.query('ALTER ROLE barred REPLICATION');
    await leader.query("SELECT pg_create_physical_replication_slot('taken')");
    await leader.query("SELECT pg_create_logical_replication_slot('logical', 'pgoutput')");
    const hba = join(leader.directory, 'pg_hba.conf');
    writeFileSync(hba, `host replication barred all reject\n${readFileSync(hba, 'utf8')}`);
    await leader.query('SELECT pg_reload_conf()');
  }, 60_000);
  beforeEach(() => {
    target = playground.path(`target-${++targets}`);
  });
  afterAll(async () => {
    await leader?.[Symbol.asyncDispose]();
    playground?.[Symbol.dispose]();
  });

  const run = (args: string[], options: Parameters<Playground['backup']>[1] = {}) =>
    playground.backup([...leader.flags, '-cfast', '-D', target, ...args], { environment, ...options });

  describe.skipIf(originalMissing)(
    `answers like the original${originalMissing ? ` (skipped: ${originalMissing})` : ''}`,
    () => {
      test.each(cases)('to $name', async ({ args = [], user = 'postgres', environment: set = environment }) => {
        const all = [...leader.flags, '-U', user, '-cfast', '-D', target, ...args];
        const original = await playground.run(join(debianBin, 'pg_basebackup'), all, { environment: set });
        const ours = await playground.backup(all, { environment: set });
        expect({ ...ours, stderr: essence(ours.stderr) }).toEqual({ ...original, stderr: essence(original.stderr) });
        expect(ours.code).toBe(1);
        expect(existsSync(target)).toBe(false);
      });

      test('to a directory that is not empty, which it leaves alone', async () => {
        const full = playground.directory('full');
        mkdirSync(join(full, 'something'));
        for (const directory of [full, join(full, 'something', 'below', '..', '..')]) {
          const args = [...leader.flags, '-D', directory];
          const original = await playground.run(join(debianBin, 'pg_basebackup'), args, { environment });
          await expect(playground.backup(args, { environment })).resolves.toEqual(original);
        }
        expect(readdirSync(full)).toEqual(['something']);
      });

      test.each(['/proc/none', '/etc/passwd'])('to %s as the directory', async (directory) => {
        const args = [...leader.flags, '-D', directory];
        const original = await playground.run(join(debianBin, 'pg_basebackup'), args, { environment });
        await expect(playground.backup(args, { environment })).resolves.toEqual(original);
      });
    },
  );

  test('empties a directory that was there, and keeps it', async () => {
    const empty = playground.directory('empty', 0o755);
    const outcome = await run(['-D', empty, '-S', 'nope']);
    expect(outcome.stderr.split('\n').at(-2)).toBe(`pg_basebackup: removing contents of data directory "${empty}"`);
    expect(readdirSync(empty)).toEqual([]);
    expect(statSync(empty).mode & 0o777).toBe(0o755);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is taken back when %s comes while files arrive', async (signal, code) => {
    await using proxy = await faultyProxy(leader.port, 4_000_000, 'hold');
    const args = ['-p', String(proxy.port)];
    const outcome = run(args, {
      environment,
      started: async (child) => {
        await proxy.fault;
        // The first files are there, and no more will come.
        expect(existsSync(target)).toBe(true);
        child.kill(signal);
      },
    });
    await expect(outcome).resolves.toMatchObject({
      code,
      stderr: `pg_basebackup: removing data directory "${target}"\n`,
    });
    expect(existsSync(target)).toBe(false);
  });

  test('is taken back when the connection is lost while files arrive', async () => {
    await using proxy = await faultyProxy(leader.port, 4_000_000, 'cut');
    await expect(run(['-p', String(proxy.port), '-C', '-S', 'stays'])).resolves.toMatchObject({
      code: 1,
      stderr: [
        'pg_basebackup: error: could not read COPY data: server closed the connection unexpectedly',
        '\tThis probably means the server terminated abnormally',
        '\tbefore or while processing the request.',
        `pg_basebackup: removing data directory "${target}"\n`,
      ].join('\n'),
    });
    expect(existsSync(target)).toBe(false);
    // As with the original, what -C made stays.
    const slots = "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'stays'";
    await expect(leader.query(slots)).resolves.toBe('1');
  });

  test('gives up a connection attempt after PGCONNECT_TIMEOUT seconds', async () => {
    await using proxy = await faultyProxy(leader.port, 0, 'hold');
    const outcome = await run(['-p', String(proxy.port)], { environment: { ...environment, PGCONNECT_TIMEOUT: '1' } });
    expect(outcome.stderr).toBe(
      `pg_basebackup: error: connection to server at "127.0.0.1", port ${proxy.port} failed: timeout expired\n`,
    );
  });

  test('is taken back when a file cannot be written', async () => {
    // A limit on the size of files stands in for a disk that is full.
    const script = `trap '' XFSZ; ulimit -f 100; exec "$0" "$@"`;
    const args = [...leader.flags, '-cfast', '-D', target];
    const outcome = await playground.run('sh', ['-c', script, ...playground.command(args)], { environment });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/error: could not write to file "\S+\/target-\d+\/\S+": File too large\n/);
    expect(existsSync(target)).toBe(false);
  });

  test('names a tablespace that it cannot copy', async () => {
    await leader.query(`CREATE TABLESPACE elsewhere LOCATION '${playground.directory('elsewhere')}'`);
    const outcome = await run([]);
    await leader.query('DROP TABLESPACE elsewhere');
    expect(outcome.stderr).toBe(
      `pg_basebackup: error: the server has a tablespace in "${playground.path('elsewhere')}"; ` +
        `only the default tablespace is supported here\npg_basebackup: removing data directory "${target}"\n`,
    );
  });
});

/** Without the lines that only one of the two has: about the original's second process, and our hint. */
function essence(stderr: string): string[] {
  const ours = ['pg_basebackup: error: background process terminated unexpectedly', 'pg_basebackup: hint: There is no'];
  return stderr.split('\n').filter((line) => !ours.some((start) => line.startsWith(start)));
}
