import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samples } from '../reports/testing/samples.ts';
import { openReportFiles } from './report-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-report-files-'));
const handedIn = {
  CLASSROOM: 'databases',
  ASSIGNMENT: 'data-loss',
  SUBMISSION_TAG: 'submit/1',
  COMMIT_URL: 'https://example.org/c/1',
  RELEASE_URL: 'https://example.org/r/1',
  REVIEW_URL: 'https://example.org/p/1',
};
const [passed, errored] = [samples['all-passed'], samples.errored];
if (!passed || !errored) throw new Error('a sample is missing');

beforeAll(() => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '-q');
  git('-c', 'user.name=ann', '-c', 'user.email=ann@example.org', 'commit', '-q', '--allow-empty', '-m', 'handed in');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each format is written to its file, whose folder is made', () => {
  const files = { ctrf: join(folder, 'a/ctrf.json'), classroom50: join(folder, 'b/result.json') };
  for (const { write } of openReportFiles(files, { cwd: folder, env: handedIn })) write([passed]);
  expect(JSON.parse(readFileSync(files.ctrf, 'utf8')).reportFormat).toBe('CTRF');
  const result = JSON.parse(readFileSync(files.classroom50, 'utf8'));
  expect(result).toMatchObject({ classroom: 'databases', score: passed.points.earned });
  expect(Date.now() - Date.parse(result.datetime)).toBeLessThan(600_000);
});

test('what could not be graded leaves no result for Classroom 50, also none from before', () => {
  const path = join(folder, 'result.json');
  writeFileSync(path, '{}');
  for (const { write } of openReportFiles({ classroom50: path }, { cwd: folder, env: handedIn })) write([errored]);
  expect(existsSync(path)).toBe(false);
});

test.for([
  { files: { ctrf: folder }, env: {}, says: '--ctrf is a file to write; got a folder' },
  { files: { classroom50: join(folder, 'x.json') }, env: {}, says: 'sets CLASSROOM; it is not set' },
])('$says', ({ files, env, says }) => {
  const refusal = { code: 'ARGUMENT', message: expect.stringContaining(says) };
  expect(() => openReportFiles(files, { cwd: folder, env })).toThrow(expect.objectContaining(refusal));
});
