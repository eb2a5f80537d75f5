import { describe, expect, test } from 'vitest';
import { type Machine, serverState } from './engine.ts';
import { contractLab, type EngineUnderTest } from './testing/contract-lab.ts';
import { hogTurns } from './testing/hog-turns.ts';

/** What every engine must do. One suite: an engine's own test file calls it and adds nothing that belongs here. */
export function describeEngineContract(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`the engine contract: ${name}`, () => {
    const { connect, engine, machine } = contractLab(open);

    test('a machine exists before its server: commands and files work on it', async () => {
      await using empty = await machine('empty');
      expect(serverState(empty)).toBe('off');
      await empty.writeFile('note.txt', "it's here");
      expect(await empty.readFile('note.txt')).toBe("it's here");
      const seen = await empty.run(`cat ${empty.dataDirectory}/note.txt; echo oops >&2; exit 3`);
      expect(seen).toEqual({ stdout: "it's here", stderr: 'oops\n', exitCode: 3 });
    });

    test('what a command has written is there, however seldom this process gets a turn', async () => {
      await using empty = await machine('empty');
      await using _hog = hogTurns(150);
      const numbers = Array.from({ length: 16 }, (_, at) => String(at));
      const said = await Promise.all(numbers.map((at) => empty.run(`sleep ${Number(at) / 10}; echo ${at}`)));
      expect(said.map(({ stdout }) => stdout.trim())).toEqual(numbers);
    });

    test('a file that is not there is told from a reading that was ended', async () => {
      await using empty = await machine('empty');
      await expect(empty.readFile('nothing.txt')).rejects.toMatchObject({ code: 'REFUSED' });
      await empty.run('mkfifo endless-pipe');
      const reading = empty.readFile(`${(await empty.run('pwd')).stdout.trim()}/endless-pipe`);
      const [{ exitCode }] = await Promise.all([
        empty.run("until pkill -f 'head .*[e]ndless-pipe'; do :; done"),
        expect(reading).rejects.not.toMatchObject({ code: 'REFUSED' }),
      ]);
      expect(exitCode).toBe(0);
    });

    test('a machine says how much room its files have, as its own commands see it', async () => {
      await using empty = await machine('empty');
      const { stdout } = await empty.run(`df -Pk ${empty.dataDirectory} | awk 'NR == 2 { print $4 }'`);
      const difference = (await empty.room()) / (Number(stdout) * 1024);
      expect(difference).toBeGreaterThan(0.5); // others use the disk meanwhile
      expect(difference).toBeLessThan(2);
    });

    test('commands do not run as root and do not see the environment of the harness', async () => {
      process.env.LAB_CONTRACT_SECRET = 'hidden';
      await using empty = await machine('empty');
      const seen = await empty.run('id -u; env');
      expect(seen.stdout).not.toContain('hidden');
      expect(seen.stdout.split('\n')[0]).not.toBe('0');
    });

    test('an aborted command is ended with what it started', async () => {
      await using empty = await machine('empty');
      const running = empty.run('sleep 311 & sleep 312', { signal: AbortSignal.timeout(200) });
      await expect(running).rejects.toThrow(/timeout|aborted/i);
      expect((await empty.run('ps -eo args | grep "[s]leep 31[12]" || true')).stdout).toBe('');
    });

    test('endless output is capped and the command still ends', async () => {
      await using empty = await machine('empty');
      const { stdout, exitCode } = await empty.run('head -c 5000000 /dev/zero | tr "\\0" x');
      expect([stdout.length, exitCode]).toEqual([64 * 1024, 0]);
    });

    test('a prepared leader starts, answers through the gateway, and is writable', async () => {
      await using leader = await machine('leader');
      await using gateway = await engine().openGateway({ outside: 2 });
      await leader.start();
      const client = await connect(gateway, leader);
      const { rows } = await client.query("SELECT pg_is_in_recovery() AS r, current_setting('cluster_name') AS n");
      expect(rows).toEqual([{ r: false, n: 'leader' }]);
      await client.end();
      expect(leader.power.map(({ event }) => event)).toEqual(['started']);
    });

    test('settings of a student’s file do not move the server away from the harness', async () => {
      await using leader = await machine('leader');
      await using gateway = await engine().openGateway({ outside: 2 });
      await leader.writeFile(
        'postgresql.conf',
        "port = 1\nlisten_addresses = ''\nlogging_collector = on\nwork_mem = '5MB'\n",
      );
      await leader.start();
      const client = await connect(gateway, leader);
      expect((await client.query('SHOW work_mem')).rows).toEqual([{ work_mem: '5MB' }]);
      await client.end();
    });

    test('a server that cannot start says why, and leaves nothing running', async () => {
      await using leader = await machine('leader');
      await leader.writeFile('postgresql.conf', 'no_such_setting = 1\n');
      await expect(leader.start()).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/);
      expect(serverState(leader)).toBe('off');
    });

    test.for(['smart', 'fast', 'immediate'] as const)('stop %s ends the server, and it starts again', async (mode) => {
      await using leader = await machine('leader');
      await leader.start();
      await leader.stop(mode);
      expect(serverState(leader)).toBe('off');
      await leader.start();
      expect(leader.power.map(({ event }) => event)).toEqual(['started', 'ended', 'started']);
    });

    test('kill is a cut of power: no word in the log, all connections gone, and the server starts again', async () => {
      await using leader = await machine('leader');
      await using gateway = await engine().openGateway({ outside: 2 });
      await leader.start();
      const client = await connect(gateway, leader);
      const broken = expect(client.query('SELECT pg_sleep(60)')).rejects.toThrow();
      const before = (await leader.log()).length;
      await leader.kill();
      await broken;
      expect((await leader.log()).slice(before)).toBe('');
      expect(serverState(leader)).toBe('off');
      await leader.start();
      expect((await leader.log()).slice(before)).toContain('was interrupted');
      await client.end().catch(() => undefined);
    });

    test.skipIf(process.env.LAB_NO_PAUSE)('a paused server answers nobody until it is resumed', async () => {
      await using leader = await machine('leader');
      await using gateway = await engine().openGateway({ outside: 2 });
      await leader.start();
      const client = await connect(gateway, leader);
      await leader.pause();
      let answered = false;
      const answer = client.query('SELECT 1').then(() => {
        answered = true;
      });
      expect((await leader.run('sleep 0.2')).exitCode).toBe(0);
      expect([answered, serverState(leader)]).toEqual([false, 'paused']);
      await leader.resume();
      await answer;
      await client.end();
    });

    test('a server that a command stops and starts is noticed', async () => {
      await using leader = await machine('leader');
      await leader.start();
      expect(await leader.run('pg_ctl stop -m immediate')).toMatchObject({ exitCode: 0 });
      expect(serverState(leader)).toBe('off');
      expect(await leader.run(byCommand(leader))).toMatchObject({ exitCode: 0 });
      expect(serverState(leader)).toBe('running');
      await leader.kill();
      expect(serverState(leader)).toBe('off');
    });

    test('the end of a server that a command started is not taken for the end of the next one', async () => {
      await using leader = await machine('leader');
      for (let left = 4; left > 0; left -= 1) {
        expect(await leader.run(byCommand(leader))).toMatchObject({ exitCode: 0 });
        await leader.kill();
        await leader.start();
        expect(await leader.run('sleep 0.03')).toMatchObject({ exitCode: 0 });
        await leader.kill();
      }
      const round = ['started', 'ended', 'started', 'ended'];
      expect(leader.power.map(({ event }) => event)).toEqual(Array.from({ length: 4 }, () => round).flat());
      expect(new Set(leader.power.flatMap(({ how }) => how ?? []))).toEqual(new Set(['SIGKILL']));
    });

    test('power operations on a server in the wrong state are refused with the next step', async () => {
      await using leader = await machine('leader');
      await expect(leader.stop('fast')).rejects.toMatchObject({ code: 'REFUSED', next: 'start it first' });
      await leader.start();
      await expect(leader.start()).rejects.toMatchObject({ code: 'REFUSED', next: 'stop it first' });
    });
  });
}

/** The command that starts a server where the machine would. */
function byCommand({ address: { host, port } }: Machine): string {
  return `pg_ctl start -l "$HOME/log" -o "-p ${port} -c listen_addresses=${host} -c unix_socket_directories=''"`;
}
