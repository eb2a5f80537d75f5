import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debianBin, installations } from './testing/installations.ts';
import { Playground } from './testing/playground.ts';
import { password, TestServer } from './testing/test-server.ts';
import { manifestFaults } from './testing/verify-manifest.ts';

const environment = { PGPASSWORD: password };

describe.each(installations)('PostgreSQL $version', ({ version, missing, prepare }) => {
  describe.skipIf(missing)(`a backup${missing ? ` (skipped: ${missing})` : ''}`, { timeout: 60_000 }, () => {
    let playground: Playground;
    let leader: TestServer;
    let bin: string;
    let backups = 0;

    beforeAll(async () => {
      playground = new Playground();
      bin = prepare(playground.root);
      leader = await TestServer.create(playground, bin, 'leader');
      await leader.query('CREATE TABLE things AS SELECT g AS id FROM generate_series(1, 1000) g');
    }, 60_000);
    afterAll(async () => {
      await leader?.[Symbol.asyncDispose]();
      playground?.[Symbol.dispose]();
    });

    /** Takes a fast backup into a new directory; returns it and what was said. */
    async function backup(...args: string[]) {
      const directory = playground.path(`backup-${++backups}`);
      const outcome = await playground.backup([...leader.flags, '-cfast', '-D', directory, ...args], { environment });
      return { directory, ...outcome };
    }

    test.each([['stream'], ['fetch']])('with -X %s is complete, private and silent', async (method) => {
      const { directory, ...outcome } = await backup('-X', method);
      expect(outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
      expect(manifestFaults(directory)).toEqual([]);
      if (version === 15) {
        const said = playground.mustRun(join(debianBin, 'pg_verifybackup'), [directory]);
        expect(said).toBe('backup successfully verified\n');
      }
      const modes = readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) => {
        const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
        return `${entry.isDirectory() ? 'directory' : 'file'} ${mode.toString(8)}`;
      });
      expect([...new Set(modes)].sort()).toEqual(['directory 700', 'file 600']);
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      expect(readdirSync(directory)).not.toContain('standby.signal');
    });

    test('with -R, -C and -S becomes a follower through its slot', async () => {
      const { directory, code, stderr } = await backup('-RC', '-Snorth');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await using follower = await TestServer.start(playground, bin, directory);
      await leader.query('INSERT INTO things VALUES (4711)');
      await follower.eventually('SELECT pg_is_in_recovery() AND 4711 = max(id) FROM things', 'true');
      const active = "SELECT active FROM pg_replication_slots WHERE slot_name = 'north'";
      await expect(leader.query(active)).resolves.toBe('true');
      await expect(leader.query(`SELECT usename || ' ' || application_name FROM pg_stat_replication`)).resolves.toBe(
        'postgres walreceiver',
      );
    });

    test('with an existing slot makes it keep the WAL since the start of the backup', async () => {
      await leader.query("SELECT pg_create_physical_replication_slot('empty')");
      const { directory, code, stderr } = await backup('-Sempty', '-v');
      expect(code, stderr).toBe(0);
      const start = /START WAL LOCATION: (\S+)/.exec(readFileSync(join(directory, 'backup_label'), 'utf8'))?.[1];
      const slot = "SELECT restart_lsn || ' ' || active FROM pg_replication_slots WHERE slot_name = 'empty'";
      await expect(leader.query(slot)).resolves.toBe(`${start} false`);
    });

    test('has the label that it was given', async () => {
      const { directory, code, stderr } = await backup('-l', "Ann's first", '--no-sync', '-cfast');
      expect(code, stderr).toBe(0);
      expect(readFileSync(join(directory, 'backup_label'), 'utf8')).toContain("LABEL: Ann's first\n");
    });

    test('leaves no slot behind that nobody asked for', async () => {
      const before = await leader.query('SELECT count(*) FROM pg_replication_slots');
      const { code, stderr } = await backup('-v');
      expect(code).toBe(0);
      expect(stderr).toMatch(/created temporary replication slot "pg_basebackup_\d+"/);
      await leader.eventually('SELECT count(*) FROM pg_replication_slots', before ?? '');
    });

    test('of a follower works too, and keeps the lines that were in its configuration', async () => {
      const { directory } = await backup('-R');
      await using follower = await TestServer.start(playground, bin, directory);
      const second = playground.path('second');
      const args = [...follower.flags, '-cfast', '-RD', second];
      await expect(playground.backup(args, { environment })).resolves.toMatchObject({ code: 0, stderr: '' });
      const lines = readFileSync(join(second, 'postgresql.auto.conf'), 'utf8').split('\n');
      const ports = lines.flatMap((line) => /^primary_conninfo.* port=(\d+)/.exec(line)?.[1] ?? []);
      expect(ports).toEqual([String(leader.port), String(follower.port)]);
      await using cascaded = await TestServer.start(playground, bin, second);
      await leader.query('INSERT INTO things VALUES (4712)');
      await cascaded.eventually('SELECT max(id) FROM things', '4712');
    });

    test('with -P and -v tells what happens in the words of the original', async () => {
      const { stderr } = await backup('-Pv', '-C', '-Swords');
      const plain = stderr.replaceAll(/\d+\/[0-9A-F]{6,}/g, 'LSN').replaceAll(/ *\d+\/\d+ kB \(\d+%\)/g, 'SIZE');
      expect([...new Set(plain.split('\n'))].join('\n')).toMatchInlineSnapshot(`
        "pg_basebackup: initiating base backup, waiting for checkpoint to complete
        pg_basebackup: checkpoint completed
        pg_basebackup: write-ahead log start point: LSN on timeline 1
        pg_basebackup: created replication slot "words"
        SIZE, 0/1 tablespace
        SIZE, 1/1 tablespace
        pg_basebackup: write-ahead log end point: LSN
        pg_basebackup: renaming backup_manifest.tmp to backup_manifest
        pg_basebackup: base backup completed
        "
      `);
    });

    test('without a password reads it from a password file', async () => {
      const line = `127.0.0.1:*:replication:postgres:${password.replace(/[\\:]/g, '\\$&')}`;
      const passfile = playground.privateFile('pgpass', `${line}\n`);
      const target = playground.path('by-passfile');
      const outcome = await playground.backup([...leader.flags, '-cfast', '-wRD', target], {
        environment: { PGPASSFILE: passfile },
      });
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(join(target, 'postgresql.auto.conf'), 'utf8')).toContain(`passfile=''${passfile}''`);
    });

    test('accepts a URI with everything in it', async () => {
      const secret = encodeURIComponent(password);
      const uri = `postgres://postgres:${secret}@127.0.0.1:${leader.port}/?application_name=uri`;
      const outcome = await playground.backup(['-d', uri, '-cfast', '-D', playground.path('by-uri')]);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
    });
  });
});
