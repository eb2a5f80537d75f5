import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradeReport } from '../grading/grade-report.ts';
import { plants, runOnGithub } from '../reports/testing/runner.ts';
import { parseXml } from '../reports/testing/xml.ts';
import { labHome } from './testing/run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-publication-'));
const summary = join(folder, 'summary.md');
const home = labHome({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder });
afterAll(() => {
  home[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Prints, answers and throws what a runner of CI would take for commands, and has such a file name. */
const hostile = `
const plants: string[] = ${JSON.stringify(plants)};
export async function loseAWrite(): Promise<string> {
  for (const plant of plants) console.log(plant);
  return plants.join(' ');
}
export async function configureNoLoss(): Promise<void> {
  throw Object.assign(new Error('::set-env name=A::b'), { name: '::error::x' });
}
export async function write(): Promise<string> {
  return '::notice::100/100 points';
}
`;

beforeAll(() => {
  const source = join(folder, 'ann', 'src');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'data-loss.ts'), hostile);
  writeFileSync(join(folder, 'ann', '::error::x\r::set-env name=A::b\n##[error]y'), '');
});

test('in GitHub Actions nothing of a student’s is a command; our annotations, the summary and JUnit are there', async () => {
  const junit = join(folder, 'out', 'junit.xml');
  const [ctrf, gradescope] = [join(folder, 'out', 'ctrf.json'), join(folder, 'out', 'results.json')];
  const files = ['--junit', junit, '--ctrf', ctrf, '--gradescope', gradescope];
  const args = ['grade', 'ex4', join(folder, 'ann'), ...files];
  const { code, stdout, stderr } = await home.start(...args).ended;
  expect(code, stderr).toBe(1);
  const { commands, shown } = runOnGithub(stdout);
  expect(runOnGithub(stderr).commands).toEqual([]);
  const failed = shown.filter((line) => line.startsWith('✗'));
  expect(failed.length).toBeGreaterThan(2);
  const own = commands.filter((line) => !line.startsWith('::stop-commands::'));
  expect(own.map((line) => /^::\w+/.exec(line)?.[0])).toEqual([...failed.map(() => '::error'), '::notice']);
  // Whose line is known is annotated there, in the folder that the repository knows.
  expect(own.find((line) => line.includes('healthy-writes'))).toMatch(/^::error file=ann\/src\/data-loss.ts,line=\d+,/);
  expect(readFileSync(summary, 'utf8')).toMatch(/^## ex4-data-loss: 0\/100 points\n/);
  const [suite] = parseXml(readFileSync(junit, 'utf8')).children;
  expect(suite?.attributes).toMatchObject({ name: 'ex4-data-loss', failures: String(failed.length), errors: '0' });
  const results = JSON.parse(readFileSync(gradescope, 'utf8'));
  expect(results).toMatchObject({ score: 0, extra_data: { verdict: 'failed' } });
  expect(JSON.parse(readFileSync(ctrf, 'utf8')).results.summary).toMatchObject({ passed: 0, failed: failed.length });

  const page = shown.find((line) => line.startsWith('timeline  '))?.slice(10) ?? '';
  const html = readFileSync(page, 'utf8');
  expect(parseXml(html).name).toBe('html');
  expect(html).toContain('loseAWrite(lab');
}, 60_000);

test('with --json stdout is one document, whose strings hold no command', async () => {
  const { stdout } = await home.start('grade', 'ex4', join(folder, 'ann'), '--json').ended;
  expect(runOnGithub(stdout).commands).toEqual([]);
  expect((JSON.parse(stdout) as GradeReport).verdict).toBe('failed');
}, 60_000);

test('a JUnit file that is a folder is refused before anything is graded', async () => {
  const { code, stdout, stderr } = await home.start('grade', 'ex4', '--junit', folder).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^lab: --junit is a file to write; got a folder \(.*\)\n +next: npm run grade -- --help\n$/);
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
});
