import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LabEvent } from '../grading/event-kinds.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { labHome } from './testing/run-lab.ts';

const home = labHome();
afterAll(() => home[Symbol.dispose]());
const root = join(import.meta.dirname, '..', '..');

test.for([
  { args: ['grade'], code: 3, says: /^lab: which exercise\? There are: .*ex4-data-loss.*\n +next: npm run grade ex/ },
  { args: ['grade', 'ex99'], code: 3, says: /^lab: no exercise is called "ex99"; there are: .*ex4-data-loss/ },
  { args: ['grade', 'ex4', '--sed', 'ab'], code: 3, says: /^lab: unknown option '--sed' \(Did you mean --seed\?\)\n/ },
  { args: ['grade', 'ex4', '--seed', 'xyz'], code: 3, says: /^lab: --seed is 1 to 16 hexadecimal digits.*got "xyz"\n/ },
  { args: ['grade', 'ex4', 'no/such/folder'], code: 3, says: /^lab: there is no folder no\/such\/folder / },
  { args: ['grade', 'ex4', 'harness', '--solution'], code: 3, says: /^lab: --solution and a folder were both given\n/ },
  {
    args: ['grade', 'ex4', '--pg-bin', '/bin'],
    code: 3,
    says: /^lab: \/bin has no initdb.* \(--pg-bin\)\n +next: give the bin/,
  },
  {
    args: ['prove', 'ex4', '--rounds', 'many'],
    code: 3,
    says: /^lab: --rounds is a whole number up to 1000; got "many"/,
  },
  { args: ['dev', 'everything'], code: 3, says: /^lab: the actions are: check; got "everything"\n/ },
  { args: ['no-such-command'], code: 3, says: /^lab: unknown command 'no-such-command'\n/ },
])('$args is refused with one clear line and the next command', async ({ args, code, says }) => {
  const ended = await home.start(...args).ended;
  expect([ended.code, ended.stdout]).toEqual([code, '']);
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr).toMatch(/\n +next: .+\n$/);
  expect(ended.stderr.split('\n').length).toBe(3);
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
});

test.for(['grade', 'prove', 'clean', 'doctor', 'dev'])(
  '%s explains itself with examples as one types them',
  async (name) => {
    const { code, stdout, stderr } = await home.start(name, '--help').ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: lab ${name} `));
    expect(stdout).toContain(`npm run ${name}`);
  },
);

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
    const { stdout } = await home.start('grade', 'ex4', '--json', '--seed', seed).ended;
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
