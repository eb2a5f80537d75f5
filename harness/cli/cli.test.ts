import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LabEvent } from '../grading/event-kinds.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { labHome } from './testing/run-lab.ts';

const home = labHome();
afterAll(() => home[Symbol.dispose]());
const root = join(import.meta.dirname, '..', '..');

const commands = 'grade questions review hint explain batch worker prove clean doctor lab lecture dev'.split(' ');

test.for(commands)('%s explains itself with examples as one types them', async (name) => {
  const { code, stdout, stderr } = await home.start(name, '--help').ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^Usage: lab ${name} `));
  expect(stdout).toContain(`npm run ${name}`);
});

test.for(commands)('%s --help loads the command line and nothing heavy', async (name) => {
  const log = join(home.env.LAB_STATE_DIR as string, '..', `loaded-${name}`);
  const preload = join(import.meta.dirname, 'fixtures', 'log-loaded.ts');
  using other = labHome({ NODE_OPTIONS: `--import=${preload}`, LAB_LOADED_LOG: log });
  expect((await other.start(name, '--help').ended).code).toBe(0);
  const loaded = readFileSync(log, 'utf8').trim().split('\n');
  const packages = loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  expect([...new Set(packages)]).toEqual(['commander']);
  expect(loaded.length).toBeLessThan(40);
});

test('the starter fails with exit code 1, each failed check saying what was expected and seen', async () => {
  const { code, stdout, stderr } = await home.start('grade', 'ex4', '--json', '--seed', 'ab12').ended;
  expect([code, stderr]).toEqual([1, '']);
  const report = JSON.parse(stdout) as GradeReport;
  expect([report.verdict, report.points, report.run.seed]).toEqual(['failed', { earned: 0, possible: 100 }, 'ab12']);
  const failed = report.checks.filter(({ outcome }) => outcome.verdict === 'failed');
  expect(failed.length).toBeGreaterThan(3);
  for (const { id, hint, outcome } of failed) {
    const { expected, actual } = outcome.failure ?? {};
    expect({ id, whole: Boolean(expected && actual && hint) }).toEqual({ id, whole: true });
  }
  expect(existsSync(join(root, report.run.evidence.replace(`${root}/`, ''), 'events.jsonl'))).toBe(true);
  expect(readdirSync(report.run.evidence)).toContain('report.json');
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
}, 60_000);

test('the same seed gives the same random rows, another seed others', async () => {
  const rows = async (seed: string) => {
    const { stdout } = await home.start('grade', 'ex4', '--json', '--only', 'acknowledged', '--seed', seed).ended;
    const { run } = JSON.parse(stdout) as GradeReport;
    const events = readFileSync(join(run.evidence, 'events.jsonl'), 'utf8').trim().split('\n');
    const calls = events.map((line) => JSON.parse(line) as LabEvent).filter((event) => event.kind === 'call');
    return calls.filter(({ detail }) => detail.name === 'loseAWrite').map(({ detail }) => detail.args);
  };
  const [first, again, other] = [await rows('c0ffee'), await rows('c0ffee'), await rows('bee')];
  expect(first).toEqual([
    ['lab', { product_id: expect.any(Number), product_name: expect.any(String), quantity: expect.any(Number) }],
  ]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
}, 60_000);
