import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { debian15, openEngineForTest } from '../engines/embedded/open-for-test.ts';
import { Sessions } from './sessions.ts';

const psql = join(debian15, 'psql');
let opened: Awaited<ReturnType<typeof openEngineForTest>>;
let cluster: RunningCluster;
let sessions: Sessions;

beforeAll(async () => {
  opened = await openEngineForTest();
  cluster = await startCluster(opened.engine, {
    id: 'psql',
    nodes: ['leader'],
    wiring: 'streaming',
    seed: [],
    grants: [],
    superuser: true,
  });
  sessions = new Sessions(cluster);
  // The same statements in two schemas, so that both meet the same tables.
  await sessions.run('leader', 'main', 'CREATE SCHEMA mine; CREATE SCHEMA theirs; SET search_path TO mine');
});

afterAll(async () => {
  await sessions[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
  await opened[Symbol.asyncDispose]();
});

// One after another: what one makes, the next may use.
test
  .skipIf(!existsSync(psql))
  .for([
    "SELECT 1 AS one, 'text' AS word, NULL AS nothing, true AS yes",
    "SELECT x, repeat('*', x) AS stars, x * 1.5 AS more FROM generate_series(1, 12, 5) x",
    'SELECT 1 WHERE false',
    "SELECT E'two\\nlines' AS a, 7 AS b, E'and\\nthree\\nlines' AS c",
    'SELECT 1 AS "a very long name", \'y\' AS z',
    'CREATE TABLE t (id int PRIMARY KEY, word text)',
    "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
    "INSERT INTO t VALUES (3, 'three') RETURNING *",
    "UPDATE t SET word = 'x' WHERE id > 1",
    'DELETE FROM t WHERE id = 3 RETURNING id; SELECT count(*) FROM t',
    'BEGIN; TABLE t; ROLLBACK',
    'DROP TABLE IF EXISTS no_such',
    "DO $$ BEGIN RAISE WARNING 'careful' USING HINT = 'very'; END $$",
    'SELECT no_column FROM t',
    "INSERT INTO t VALUES (1, 'again')",
    'SELEKT 1',
    'SELECT id,\n  wrong\nFROM t',
    'SHOW wal_level',
  ] as const)('%j is printed as psql prints it', async (sql) => {
  const mine = await sessions.run('leader', 'main', `${sql};`);
  const url = `${cluster.leader.url}?options=-csearch_path%3Dtheirs`;
  const command = `'${psql}' -X -v ON_ERROR_STOP=1 -d '${url}' -f - 2>&1`;
  const theirs = await cluster.leader.machine.run(command, { input: `${sql};` });
  expect(trimmed(mine.text)).toBe(trimmed(theirs.stdout.replaceAll(/^psql:<stdin>:\d+: /gm, '')));
});

function trimmed(text: string): string {
  return text.replace(/[^\S\n]+$/gm, '').trim();
}
