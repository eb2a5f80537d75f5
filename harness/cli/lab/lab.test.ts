import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { NotYet, waitUntil } from '../../core/wait-until.ts';
import { type LabProcess, labHome } from '../testing/run-lab.ts';

vi.setConfig({ testTimeout: 120_000 });

const home = labHome();
afterAll(() => home[Symbol.dispose]());
const nothing = { processes: [], runs: [], journals: [] };

/** What changes from run to run has one name. */
function stable(text: string): string {
  return (
    text
      .replace(/student:[\w-]+@127\.\d+\.\d+\.\d+:\d+/g, 'student:SECRET@HOST:PORT')
      .replace(/\b\d+\/[0-9A-F]{5,8}\b/g, 'LSN')
      // Right after a fault a follower may not have noticed.
      .replaceAll('follows nobody', 'follows')
      .replace(/\d+(\.\d)? [kM]?B behind/g, 'N B behind')
  );
}

test('a script is shown as if it had been typed, with what its commands say', async () => {
  const script = `kill leader; promote follower; sql follower "select 1 as one"; lag`;
  const { code, stdout, stderr } = await home.start('lab', '--run', script).ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stable(stdout)).toMatchInlineSnapshot(`
    "lab> kill leader
    the server of leader is dead
    leader is off | follower follows, timeline 1, LSN
    lab> promote follower
    follower accepts writes
    leader is off | follower leads, timeline 2, LSN
    lab> sql follower "select 1 as one"
     one
    -----
       1
    (1 row)
    lab> lag
    no server follows another now
    "
  `);
  expect(home.left()).toEqual(nothing);
});

test('a command that fails ends a script with exit code 1, unless it is to go on', async () => {
  const script = 'sql follower create table t (); sql leader select 2 as two';
  const stopped = await home.start('lab', '--no-live', '--run', script).ended;
  expect([stopped.code, stopped.stderr]).toEqual([1, '']);
  expect(stopped.stdout).toMatchInlineSnapshot(`
    "lab> sql follower create table t ()
    ERROR:  cannot execute CREATE TABLE in a read-only transaction
    What follows was not done: --keep-going goes on after a command that failed.
    "
  `);
  const whole = await home.start('lab', '--keep-going', '--run', script).ended;
  expect(whole.code).toBe(1);
  expect(whole.stdout).toMatch(/^lab> sql leader select 2 as two\n two\n-----\n {3}2\n\(1 row\)\n$/m);
});

test('commands come by a pipe too; first they are told what there is', async () => {
  using lab = home.startPiped('lab', 'leader -> near, far', '--sync');
  lab.child.stdin?.end('sql leader\ncreate table t\n  (id int);\n\\q\ncatchup far; sql far table t\nquit\nexplode');
  const { code, stdout, stderr } = await lab.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(
    stable(stdout)
      .replace(/^(.*follower): PostgreSQL .*$/m, '$1: …')
      .replaceAll('psql post', 'post'),
  ).toMatchInlineSnapshot(`
    "leader -> near, far, commits wait for a follower: …

      leader  postgres://student:SECRET@HOST:PORT/postgres
      near    postgres://student:SECRET@HOST:PORT/postgres
      far     postgres://student:SECRET@HOST:PORT/postgres
      (the role student: may make schemas and tables, and see what monitors see)

    Try
      sql leader create table notes (words text)
      disconnect leader
      sql leader insert into notes values ('safe?') &
      sql near select * from notes
      reconnect leader

    help lists all commands. quit, Ctrl-D or Ctrl-C ends the servers, and nothing of them is left.

    lab> sql leader
    leader=> create table t
      (id int);
    CREATE TABLE
    leader=> \\q
    lab> catchup far
    far has replayed all that its leader had written
    leader leads, timeline 1, LSN | near follows, timeline 1, LSN, N B behind | far follows, timeline 1, LSN, N B behind
    lab> sql far table t
     id
    ----
    (0 rows)
    lab> quit
    "
  `);
});

test('the servers of a chapter are those that its blocks run on', async () => {
  const { code, stdout } = await home.start('lab', '03', '--run', 'status; sql leader create role x superuser').ended;
  expect(code).toBe(0);
  expect(stable(stdout)).toBe(
    'lab> status\nleader leads, timeline 1, LSN | follower is empty | second is empty\n' +
      'lab> sql leader create role x superuser\nCREATE ROLE\n',
  );
});

test.for<[args: string[], says: RegExp]>([
  [['--run', 'klil leader'], /^lab: in "klil leader": unknown command "klil" \(did you mean kill\?\); there are: /],
  [
    ['--run', 'kill leader; kill far'],
    /^lab: in "kill far": unknown node "far"; there are: leader, follower \(--run\)\n/,
  ],
  [['leader'], /^lab: a topology is written as .* \(in quotes: > means something to a shell\).*; got "leader"\n/],
  [['leader -> a, a'], /^lab: a topology is written as .* each name in lower case and once; got "leader -> a, a"\n/],
  [['99'], /^lab: the lecture has no chapter "99"\n/],
  [['servers a, b', '--sync'], /^lab: --sync needs a leader and followers; servers a, b has none\n/],
  [['--engine', 'steam'], /^lab: --engine is one of auto, embedded, docker; got "steam"\n/],
])('%j is refused before anything starts, with the next command', async ([args, says]) => {
  const { code, stdout, stderr } = await home.start('lab', ...args).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\n +next: \S/);
});

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('on a terminal', () => {
  /** Waits until the end of what was printed matches; a screen is drawn again and again. */
  const until = async (lab: LabProcess, pattern: RegExp) => {
    const look = () => {
      const said = stripVTControlCharacters(lab.said()).replaceAll('\r', '');
      return pattern.test(said.slice(-600)) || new NotYet(said.slice(-600));
    };
    await waitUntil(`the terminal to show ${pattern}`, look, { timeout: 60_000, interval: 20 });
  };
  /** Keys that come together are taken for pasted text: each waits for what the one before has done. */
  const press = async (lab: LabProcess, ...keys: [key: string, shows: RegExp][]) => {
    for (const [key, shows] of keys) {
      lab.child.stdin?.write(key);
      await until(lab, shows);
    }
  };
  const prompt = /0 B behind\nlab> $/;

  test('the line above the prompt changes by itself when something else happens to a node', async () => {
    using lab = home.startOnTerminal('lab');
    await until(lab, prompt);
    lab.child.stdin?.write(
      'sql leader select pg_reload_conf(); sh follower pg_ctl stop -m immediate -D "$follower_data"\r',
    );
    await until(lab, /follower is off\nlab> $/);
    lab.child.stdin?.write('start follower\r');
    await until(lab, prompt);
    lab.child.stdin?.write('quit\r');
    const { code, stdout } = await lab.ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/The servers end\.\r\n$/)]);
    expect(home.left()).toEqual(nothing);
  });

  test('Tab completes; twice, it lists', async () => {
    using lab = home.startOnTerminal('lab', '--no-live');
    await until(lab, /\n\nlab> $/);
    await press(lab, ['dis', /lab> dis$/], ['\t', /lab> disconnect $/], ['f', /disconnect f$/], ['\t', /follower $/]);
    lab.child.stdin?.write('\r');
    await until(lab, /follower has lost its replication links\nlab> $/);
    await press(lab, ['re', /lab> re$/]);
    // The first one shows nothing, so when it has been taken nobody knows.
    const again = setInterval(() => lab.child.stdin?.write('\t'), 250);
    await until(lab, /reconnect +resume +replay\s+lab> re$/).finally(() => clearInterval(again));
    lab.child.stdin?.write('\x15\x04');
    expect((await lab.ended).code).toBe(0);
  });

  test('Ctrl-C gives up a statement, then drops a line, then ends it all with 130', async () => {
    using lab = home.startOnTerminal('lab');
    await until(lab, prompt);
    lab.child.stdin?.write('sql leader select pg_sleep(600)\r');
    await until(lab, /pg_sleep\(600\)\n$/);
    lab.child.stdin?.write('\x03');
    await until(lab, /ERROR: {2}canceling statement due to user request\n.*\nlab> $/);
    lab.child.stdin?.write('kill lea');
    await until(lab, /lab> kill lea$/);
    lab.child.stdin?.write('\x03');
    await until(lab, /lab> kill lea\^C\n[\s\S]*\nlab> $/);
    lab.child.stdin?.write('\x03');
    const { code, stdout } = await lab.ended;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/\nThe servers end\.\r\n$/)]);
    expect(home.left()).toEqual(nothing);
  });

  test('a line typed in one run is there in the next', async () => {
    for (const keys of ['status\r', '\x1b[A\r']) {
      using lab = home.startOnTerminal('lab', '--no-live');
      await until(lab, /\n\nlab> $/);
      lab.child.stdin?.write(keys);
      await until(lab, /lab> status\nleader leads, .*\nlab> $/);
      lab.child.stdin?.write('\x04');
      expect((await lab.ended).code).toBe(0);
    }
  });
});

test('an interrupt ends it with 130, and a kill -9 is swept up after', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    using lab = home.startPiped('lab');
    await waitUntil('the welcome', () => lab.said().includes('help lists'), { timeout: 60_000 });
    lab.child.kill(signal);
    const { code } = await lab.ended;
    if (signal !== 'SIGKILL') expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    const cleaned = () => {
      const left = home.left();
      return left.processes.length + left.runs.length + left.journals.length === 0 || new NotYet(left);
    };
    await waitUntil('nothing to be left', cleaned, { timeout: 30_000 });
  }
});
