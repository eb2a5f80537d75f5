import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OwningBroker } from '../broker/open-broker.ts';
import { openBroker } from '../broker/open-broker.ts';
import { openStorage } from '../broker/storage.ts';
import { openEngineForTest, storageForTest } from '../engines/embedded/open-for-test.ts';
import { madeUpLecture } from '../lecture/testing/made-up.ts';
import { type ChapterResult, runChapter } from './run-chapter.ts';
import { updateOutputs } from './update-outputs.ts';

const root = join(import.meta.dirname, '..', '..');
const own = storageForTest(openStorage(process.env));
let opened: Awaited<ReturnType<typeof openEngineForTest>>;
let broker: OwningBroker;

beforeAll(async () => {
  opened = await openEngineForTest();
  broker = openBroker(own.storage);
});

afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  own.remove();
});

interface Ran extends ChapterResult {
  /** Of each block, in order. */
  problems: (string | undefined)[];
  /** The chapter's text after an update. */
  updated: string;
}

async function run(text: string, { update = false, topology = 'leader -> follower' } = {}): Promise<Ran> {
  using lecture = madeUpLecture(text, topology);
  const { chapters, problems } = await lecture.read();
  expect(problems.list).toEqual([]);
  const [chapter] = chapters;
  if (!chapter) throw new Error('no chapter');
  const { signal } = new AbortController();
  const { engine } = opened;
  const result = await runChapter({ broker, engine, root, nodePath: process.execPath, chapter, update, signal });
  const source = readFileSync(join(lecture.root, chapter.file), 'utf8');
  const updated = updateOutputs(source, result.results);
  return { ...result, problems: result.results.map(({ problem }) => problem), updated };
}

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, '```', '', ''].join('\n');

test('an output that is true is accepted, whatever changes from run to run; one that is not is shown beside the new one', async () => {
  const { problems } = await run(
    fence('sql run', 'SELECT 1 AS one, pg_backend_pid() AS pid, pg_current_wal_lsn() AS lsn;') +
      fence('output', ' one | pid | lsn', '-----+-----+-----', ' 1 | 7 | 0/1', '(1 row)') +
      fence('sql run', 'SELECT 2 AS one;') +
      fence('output', ' one', '-----', '   1', '(1 row)') +
      fence('sql run', 'SELECT 3 AS one;') +
      fence('output', ' one', '-----', '   3', '(1 row)'),
  );
  expect(problems).toEqual([
    undefined,
    'prints something else now (--update writes it):\n-  one\n- -----\n-    1\n- (1 row)\n+  one\n+ -----\n+    2\n+ (1 row)',
    undefined,
  ]);
});

test('an unexpected failure ends the chapter, and the rest is counted', async () => {
  const result = await run(
    fence('sql run', 'SELECT 1/0;') + fence('output') + fence('sql run', 'SELECT 1;') + fence('output'),
  );
  expect(result.problems).toEqual(['failed with 22012:\nERROR:  division by zero']);
  expect(result.notReached).toBe(1);
});

test.for([
  [
    'a success where a failure was said',
    fence('sql run fails="22012"', 'SELECT 1;'),
    /^must fail with 22012, and succeeded:/,
  ],
  [
    'another failure than was said',
    fence('sql run fails="22012"', 'SELEKT;'),
    /^must fail with 22012, and failed with 42601:/,
  ],
  ['a shell command that fails', fence('bash run', 'false', 'echo no'), /^failed with 1:\n$/],
  ['a module that throws', fence('ts run', "throw new Error('no');"), /^failed with 1:\n(.*\n)*Error: no/],
] as const)('%s is a problem', async ([, block, problem]) => {
  expect((await run(block + fence('output'))).problems).toEqual([expect.stringMatching(problem)]);
});

test('failures that are said are right: an SQLSTATE, a lost connection, an exit code', async () => {
  const { problems, results } = await run(
    fence('sql run fails="22012"', 'SELECT 1/0;') +
      fence('output') +
      fence('bash run fails=3', 'echo out; echo error >&2; exit 3') +
      fence('output', 'out', 'error') +
      fence('lab run', 'kill follower') +
      fence('sql run node=follower fails="connection"', 'SELECT 1;') +
      fence('output') +
      fence('lab run', 'start follower') +
      fence('sql run node=follower', 'SELECT pg_is_in_recovery();') +
      fence('output'),
    { update: true },
  );
  expect(problems).toEqual(results.map(() => undefined));
});

test('an update writes what was printed, and leaves alone what says the same', async () => {
  const text =
    fence('sql run', "SELECT 'new' AS word;") +
    fence('output', 'old') +
    fence('sql run', 'SELECT pg_current_wal_lsn() AS lsn;') +
    fence('output', ' lsn', '-----', ' 0/0', '(1 row)') +
    '- In a list:\n\n' +
    (fence('sql run', 'SELECT 1 AS filled;') + fence('output')).replace(/^(?=.)/gm, '  ');
  const { updated, problems } = await run(text, { update: true });
  expect(problems).toEqual([undefined, undefined, undefined]);
  expect(updated).toContain('```output\n word\n------\n new\n(1 row)\n```');
  expect(updated).toContain('```output\n lsn\n-----\n 0/0\n(1 row)\n```');
  expect(updated).toContain('  ```output\n   filled\n  --------\n        1\n  (1 row)\n  ```');
});

test('sessions keep their transactions; one may wait in the background for another', async () => {
  const { problems } = await run(
    fence('sql run silent', 'CREATE TABLE t (id int);', 'BEGIN;', 'LOCK TABLE t;') +
      fence('sql run session=b background', 'SELECT count(*) FROM t;') +
      fence(
        'sql run session=c until="b"',
        "SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock';",
      ) +
      fence('output', ' application_name', '------------------', ' b', '(1 row)') +
      fence('sql run silent', 'INSERT INTO t VALUES (1);', 'COMMIT;') +
      fence('output session=b', ' count', '-------', '     1', '(1 row)'),
  );
  expect(problems.every((problem) => problem === undefined)).toBe(true);
});

test('a fault cuts what it says, nodes call each other by name, and no address of the run is shown', async () => {
  const { problems, results } = await run(
    fence('lab run', 'disconnect follower # its cable') +
      fence('sql run silent', 'CREATE TABLE t (id int);') +
      fence('sql run node=follower fails="42P01"', 'TABLE t;') +
      fence('output') +
      fence('lab run', 'reconnect follower', 'catchup follower', 'kill leader', 'promote follower') +
      fence('sql run node=follower', 'TABLE t;') +
      fence('output') +
      fence(
        'bash run node=follower',
        'echo "$leader_host:$leader_port $follower_conninfo"; pwd; echo "$follower_data"',
      ) +
      fence('output') +
      fence('sql run node=follower', "SELECT :'leader_replication' AS conninfo;") +
      fence('output') +
      fence('ts run', 'console.log(process.env.follower_url);') +
      fence('output'),
    { update: true },
  );
  expect(problems).toEqual(results.map(() => undefined));
  const [bash, sql, ts] = results.slice(-3).map(({ printed }) => printed);
  expect(bash).toBe(
    'leader.lab:5432 host=follower.lab port=5432 user=student password=secret dbname=postgres\n' +
      '/var/lib/postgresql/follower/home\n/var/lib/postgresql/follower/data',
  );
  expect(sql).toContain(' host=leader.lab port=5432 user=lab_repl password=secret\n');
  expect(ts).toBe('postgres://student:secret@follower.lab:5432/postgres');
});

test('several followers have the names that the chapter gives them', async () => {
  const { problems } = await run(
    fence('sql run', "SELECT count(*) FROM pg_stat_replication WHERE application_name IN ('near', 'far');") +
      fence('output', ' count', '-------', '     2', '(1 row)'),
    { topology: 'leader -> near, far' },
  );
  expect(problems).toEqual([undefined]);
});

test('a chapter without nodes may run programs', async () => {
  const { problems } = await run(
    fence('ts run', 'const n: number = 2n ** 3n === 8n ? 1 : 0;', 'console.log(n);') +
      fence('output', '1') +
      fence('bash run', 'echo here') +
      fence('output', 'here'),
    { topology: 'none' },
  );
  expect(problems).toEqual([undefined, undefined]);
});

test('on an empty machine a follower is built by hand', async () => {
  const { problems, results } = await run(
    fence(
      'bash run node=leader silent',
      'echo "host replication student all scram-sha-256" >> "$leader_data/pg_hba.conf"',
    ) +
      fence('sql run silent', 'SELECT pg_reload_conf();', 'CREATE TABLE t (id int);') +
      fence(
        'bash run node=follower',
        'pg_basebackup -d "$leader_conninfo" -D "$follower_data" -R && ls "$follower_data/standby.signal"',
      ) +
      fence('output', '/var/lib/postgresql/follower/data/standby.signal') +
      fence('lab run', 'start follower', 'catchup follower') +
      fence('sql run node=follower', 'TABLE t;') +
      fence('output', ' id', '----', '(0 rows)'),
    { topology: 'servers leader + machines follower' },
  );
  expect(problems).toEqual(results.map(() => undefined));
});

test('a topology that cannot be started is said', async () => {
  const block = fence('sql run node=north silent', 'SELECT 1;');
  await expect(run(block, { topology: 'servers north, south + machines east' })).rejects.toThrow(
    'the topology "servers north, south + machines east" cannot be started',
  );
});
