import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwningBroker, openBroker } from '../broker/open-broker.ts';
import { openStorage } from '../broker/storage.ts';
import { runVariable } from '../broker/sweep.ts';
import { chooseUsers } from '../broker/users.ts';
import { environmentOf, killNow, listProcesses } from '../core/processes.ts';
import { waitUntil } from '../core/wait-until.ts';
import { openInstallation } from '../engines/embedded/installation.ts';
import { storageForTest } from '../engines/embedded/open-for-test.ts';
import { engineModule } from '../engines/open-engine.ts';
import { copyStudentPackages } from '../sandbox/packages.ts';
import { stageSubmission } from '../sandbox/staging.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { buildReport, exitCodeOf } from './build-report.ts';
import type { CheckOutcome } from './grade-report.ts';
import { type GraderResult, runGrader } from './run-grader.ts';
import type { WorkerSetup } from './worker-input.ts';

const root = join(import.meta.dirname, '..', '..');
const ids = [
  'first',
  'never-settles',
  'ignores-its-end',
  'throws',
  'dies',
  'spins',
  'fails',
  'after-failed',
  'needs-psql',
  'judges',
  'three-programs',
  'naive-clients',
  'last',
];
const exercise: Exercise = {
  slug: 'ex0-fixture',
  title: 'Checks that misbehave',
  summary: 'A fixture.',
  topology: 'pair',
  modules: { 'src/sum.ts': { exports: { add: { deadline: 3000 }, span: { deadline: 3000 } } } },
  permits: [],
  seed: [],
  grants: [],
  checks: ids.map((id) => ({
    id,
    title: id,
    points: 5,
    hint: 'none',
    lecture: '00-x#y',
    deadline: 3000,
    ...(id === 'after-failed' ? { requires: ['fails'] } : {}),
    ...(id === 'naive-clients' ? { topology: 'independent' as const } : {}),
    ...(id === 'needs-psql' ? { needs: ['psql' as const] } : {}),
  })),
};

let home: string;
let removeStorage: () => void;
let broker: OwningBroker;
let result: GraderResult;
let grade: (name: string, width: number, more?: Partial<WorkerSetup>) => Promise<GraderResult>;
const live: string[] = [];

beforeAll(async () => {
  const shared = openStorage(process.env);
  const own = storageForTest(shared);
  home = own.storage.stateDirectory;
  removeStorage = own.remove;
  broker = openBroker(own.storage);
  const source = join(home, 'source');
  mkdirSync(join(source, 'src'), { recursive: true });
  const module = `
    const loaded = Date.now();
    export const add = (a: number, b: number): number => a + b;
    export const span = (): number[] => [performance.timeOrigin, loaded];`;
  writeFileSync(join(source, 'src', 'sum.ts'), module);
  const packagesDirectory = join(shared.stateDirectory, 'student-packages');
  await copyStudentPackages(join(root, 'node_modules'), packagesDirectory);
  const users = chooseUsers();
  const into = await broker.makeDirectory('submission', { mode: 0o711 });
  const staged = await stageSubmission({
    source,
    into,
    exercise,
    packagesDirectory,
    sdkDirectory: join(root, 'harness/sdk'),
    owner: users.student,
  });
  const nodePath = process.execPath;
  const { stateDirectory, workDirectory } = shared;
  openInstallation({ stateDirectory });
  const options = { engine: 'embedded', users, stateDirectory, workDirectory, nodePath };
  const setup = {
    run: broker.handle,
    exercise,
    naive: join(root, 'exercises', 'ex6-dual-write', 'naive', 'dual-write.ts'),
    users,
    nodePath,
    engine: { module: engineModule, options },
    clusters: 1,
    settled: {},
  };
  const grader = join(import.meta.dirname, 'fixtures', 'ex0-fixture', 'grader.ts');
  grade = async (name, width, more) => {
    const evidence = join(home, name);
    mkdirSync(evidence);
    return await runGrader({
      exercise,
      assignment: { staged, seed: 'ab', evidence },
      worker: { root, grader, setup: { ...setup, ...more }, width, overhead: 10_000 },
      signal: new AbortController().signal,
      listener: { settled: (id) => live.push(id) },
    });
  };
  result = await grade('evidence', 1);
}, 120_000);
afterAll(async () => {
  await broker[Symbol.asyncDispose]();
  removeStorage();
});

const outcomeOf = (id: string): CheckOutcome => result.outcomes.get(id) as CheckOutcome;
const verdicts = () => Object.fromEntries(ids.map((id) => [id, outcomeOf(id)?.verdict]));

test('every check has its own outcome, whatever the others did', () => {
  expect(verdicts()).toEqual({
    first: 'passed',
    'never-settles': 'errored',
    'ignores-its-end': 'errored',
    throws: 'errored',
    dies: 'errored',
    spins: 'errored',
    fails: 'failed',
    'after-failed': 'skipped',
    'needs-psql': 'skipped',
    judges: 'passed',
    'three-programs': 'passed',
    'naive-clients': 'passed',
    last: 'passed',
  });
  expect(live).toEqual(ids);
  expect(result.errors).toEqual([]);
});

test('a check that never settles is ended at its deadline, by our fault', () => {
  const { cause, timing, trouble } = outcomeOf('never-settles');
  expect([cause, trouble?.message]).toEqual(['infrastructure', 'the check did not end within 3000 ms']);
  expect(timing.total).toBeGreaterThan(3000);
  expect(timing.total).toBeLessThan(13_000);
});

test('a worker that dies or spins costs the check that it was at', () => {
  expect(outcomeOf('dies').trouble?.message).toMatch(/the process that ran dies ended before the check did/);
  expect(outcomeOf('spins').trouble?.because.join()).toMatch(/the worker did not answer/);
});

test('side by side, a check that takes its worker down costs no other one', async () => {
  const only = ['first', 'dies', 'fails', 'after-failed', 'judges', 'last'];
  const { errors, outcomes } = await grade('side-by-side', 3, { only });
  expect(Object.fromEntries([...outcomes].map(([id, { verdict }]) => [id, verdict]))).toEqual(
    Object.fromEntries(only.map((id) => [id, outcomeOf(id).verdict])),
  );
  expect(errors).toEqual([]);
}, 60_000);

test('what took longest the last time begins first, and programs start one by one where that is asked for', async () => {
  const only = ['first', 'three-programs', 'last'];
  const lasted = { last: 2000, 'three-programs': 1000 };
  const { outcomes } = await grade('in-order', 1, { only, lasted, starting: 1 });
  expect([...outcomes].map(([id, { verdict }]) => [id, verdict])).toEqual([
    ['last', 'passed'],
    ['three-programs', 'passed'],
    ['first', 'passed'],
  ]);
  const notes = readFileSync(join(home, 'in-order', 'events.jsonl'), 'utf8').matchAll(/"spans":(\[\[.*?\]\])/g);
  const spans = [...notes].flatMap(([, list]) => JSON.parse(list as string) as [began: number, loaded: number][]);
  expect(spans).toHaveLength(3);
  for (const [index, [began]] of spans.entries()) {
    const [beganBefore, loadedBefore] = spans[index - 1] ?? [0, 0];
    expect(began).toBeGreaterThan(Math.min(loadedBefore, beganBefore + 400)); // a turn ends after half a second
  }
}, 60_000);

test('a worker that is killed before it is ready ends the grading, with an error that is ours', async () => {
  const graded = grade('killed-early', 1, { only: ['first'] });
  const runId = broker.handle.runId;
  const ours = () =>
    listProcesses().filter(({ pid }) => pid !== process.pid && environmentOf(pid, runVariable) === runId);
  await waitUntil('the worker', () => ours().map(({ pid }) => killNow(pid)).length > 0, { timeout: 5000, interval: 5 });
  const { errors, outcomes } = await graded;
  expect(outcomes.size).toBe(0);
  expect(errors.join()).toMatch(/Worker checks emitted error/);
}, 20_000);

test('skipped checks say why', () => {
  expect(outcomeOf('after-failed').reason).toBe('fails did not pass');
  expect(outcomeOf('needs-psql').reason).toMatch(/lacks psql/);
});

test('nothing of a check is left when it is over, and its evidence is kept', () => {
  expect(readdirSync(join(broker.directory, 'machines'))).toEqual([]);
  expect(readdirSync(broker.directory).filter((name) => name.startsWith('assignment'))).toEqual([]);
  expect(readFileSync(join(home, 'evidence', 'events.jsonl'), 'utf8')).toContain('"kind":"check.end"');
});

test('a run with an errored check is incomplete: exit code 2, and no point for it', () => {
  const report = buildReport({
    exercise,
    submission: { path: 'x', hash: 'y', ignored: [] },
    run: {
      startedAt: '',
      seed: 'ab',
      engine: { name: 'embedded', postgres: '18', because: '' },
      isolation: { level: 'none', detail: '' },
      node: '',
      platform: '',
      evidence: '',
      interrupted: false,
    },
    outcomes: result.outcomes,
    findings: [],
    errors: [],
    total: 1,
    busy: 1,
    lectureOf: () => undefined,
  });
  expect([report.verdict, exitCodeOf(report), report.points]).toEqual(['errored', 2, { earned: 25, possible: 65 }]);
});
