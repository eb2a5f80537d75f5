import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type LabHome, labHome } from './testing/run-lab.ts';

const repository = join(import.meta.dirname, '..', '..');
const slug = 'ex1-streaming-replication';

interface Step {
  name?: string;
  run?: string;
  uses?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency: object;
  jobs: Record<string, { steps: Step[]; 'timeout-minutes': number; permissions?: object }>;
}

let place: string;
let student: string;
let home: LabHome;
let workflow: Workflow;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'lab-release-'));
  execFileSync('chmod', ['755', place]); // servers and student code run as other users
  student = join(place, 'students');
  home = labHome();
  const made = await home.start('release', '--out', student, '--exercises', 'ex1', '--uncommitted').ended;
  expect(made).toMatchObject({ code: 0, stderr: '' });
  workflow = parse(readFileSync(join(student, '.github/workflows/grade.yml'), 'utf8'));
});
afterAll(() => {
  home[Symbol.dispose]();
  rmSync(place, { recursive: true, force: true });
});

/** What the runner sets, and its own Node.js instead of ours; packages come from npm's cache where it has them. */
function onRunner(): NodeJS.ProcessEnv {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return {
    ...home.env,
    PATH: path.join(delimiter),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: student,
    GITHUB_STEP_SUMMARY: join(place, 'summary.md'),
    npm_config_prefer_offline: 'true',
  };
}

/** Runs a step as the runner does. */
function runStep({ run = '' }: Step): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      ['-e', '-c', run],
      { cwd: student, env: onRunner(), maxBuffer: 1e8 },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** All steps in order, to the first that fails: what that one said. */
async function push(): Promise<{ code: number; stdout: string; stderr: string; summary: string }> {
  const summary = join(place, 'summary.md');
  writeFileSync(summary, '');
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps.filter((step) => step.run));
  expect(steps.map(({ name }) => name)).toEqual(['Install', 'Grade']);
  let last = { code: -1, stdout: '', stderr: '' };
  for (const step of steps) {
    if (step.name === 'Install' && existsSync(join(student, 'node_modules'))) continue; // the same as before
    last = await runStep(step);
    if (last.code !== 0) break;
  }
  return { ...last, summary: readFileSync(summary, 'utf8') };
}

test('the workflow runs at pushes alone, reads alone, ends in time, and uses actions of one commit', () => {
  expect(Object.keys(workflow.on).sort()).toEqual(['push', 'workflow_dispatch']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(workflow.concurrency).toMatchObject({ 'cancel-in-progress': true });
  const text = readFileSync(join(student, '.github/workflows/grade.yml'), 'utf8');
  expect(text).not.toMatch(/secrets\.|github\.token|GITHUB_TOKEN/);
  for (const job of Object.values(workflow.jobs)) {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    expect(job.permissions).toBeUndefined();
    for (const { uses, run } of job.steps) {
      if (uses) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      expect(run ?? '').not.toContain('${{'); // nothing of an event becomes a part of a command
    }
  }
});

test('a copy that was just handed out installs, has nothing to grade, and says that it has no solutions', async () => {
  expect(await push()).toMatchObject({ code: 0, stdout: 'no exercise has been begun: nothing to grade\n' });
  const { code, stderr } = await runStep({ run: 'npm run --silent grade ex1 -- --solution' });
  expect([code, stderr]).toEqual([3, expect.stringContaining('this copy of the course has no solutions')]);
}, 300_000);

test('work that has been begun and is wrong fails the run, with annotations, a summary and evidence', async () => {
  const file = join(student, 'exercises', slug, 'src/setup.ts');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n// begun\n`);
  const { code, stdout, summary } = await push();
  expect(code).toBe(1);
  const annotations = stdout.split('\n').filter((line) => line.startsWith('::error '));
  expect(annotations[0]).toContain(`file=exercises/${slug}/`);
  expect(summary).toContain('replicates');
  expect(readFileSync(join(student, '.runs/junit.xml'), 'utf8')).toContain('<failure');
  const evidence = readdirSync(join(student, '.runs', slug));
  expect(evidence.filter((name) => name !== 'latest')).toHaveLength(1);
  const upload = Object.values(workflow.jobs).flatMap(({ steps }) => steps.filter(({ with: what }) => what?.path));
  expect(upload).toHaveLength(1);
  // Without this the action passes over `.runs`, whose name begins with a dot.
  expect(upload[0]?.with).toMatchObject({ path: '.runs\n!.runs/*/latest\n', 'include-hidden-files': true });
}, 120_000);

test('the files of the solution in it have full marks', async () => {
  cpSync(join(repository, 'solutions', slug), join(student, 'exercises', slug), { recursive: true });
  const { code, stdout, summary } = await push();
  expect([code, stdout]).toEqual([0, expect.stringContaining('100/100 points: all 9 checks passed')]);
  expect(stdout).not.toContain('::error ');
  expect(summary).toContain('100/100');
}, 120_000);

test('each command of its package.json knows itself, and those of instructors are not there', async () => {
  const { scripts } = JSON.parse(readFileSync(join(student, 'package.json'), 'utf8')) as { scripts: object };
  for (const name of Object.keys(scripts)) {
    const { code, stdout } = await runStep({ run: `npm run --silent ${name} -- --help` });
    expect([name, code, stdout]).toEqual([name, 0, expect.stringContaining('Examples:')]);
  }
  const { code, stderr } = await runStep({ run: 'sh harness/cli/lab.sh batch x' });
  expect([code, stderr]).toEqual([3, expect.stringContaining("unknown command 'batch'")]);
}, 60_000);

test('an npm that has left out the link to Node.js does no harm', async () => {
  const link = join(student, 'node_modules/.bin/node');
  rmSync(link);
  const { code, stdout } = await runStep({ run: 'npm run --silent grade -- --help' });
  expect([code, stdout]).toEqual([0, expect.stringContaining('Examples:')]);
  expect(existsSync(link)).toBe(true);
});

test('its lecture is built, although exercises that it names are not there', async () => {
  const { code, stderr } = await runStep({ run: 'npm run --silent lecture:build' });
  expect([code, stderr]).toEqual([0, '']);
  expect(existsSync(join(student, 'lecture/site/index.html'))).toBe(true);
}, 60_000);

test.for([
  { args: [], says: 'where to? Name a folder' },
  { args: ['--out', 'exercises/new'], says: 'must not lie in the course' },
  { args: ['--out', tmpdir(), '--uncommitted'], says: 'holds no earlier release' },
  { args: ['--out', '/nowhere', '--exercises', 'ex1,ex77', '--uncommitted'], says: 'no exercise is called "ex77"' },
])('release $args: $says', async ({ args, says }) => {
  const { code, stderr } = await home.start('release', ...args).ended;
  expect([code, stderr]).toEqual([3, expect.stringContaining(says)]);
});
