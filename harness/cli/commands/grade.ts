import { existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { ExercisePaths } from '../../course/course.ts';
import type { CheckOutcome, GradeReport } from '../../grading/grade-report.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'grade',
  summary: 'Grade your work on an exercise, on real PostgreSQL servers.',
  words: [
    { name: '<exercise>', means: 'ex4, 4, data-loss or ex4-data-loss' },
    { name: '[folder]', means: 'the folder to grade (default: exercises/<exercise>)' },
  ],
  options: [
    { flags: '--solution', means: 'grade the reference solution' },
    { flags: '--seed <hex>', means: 'repeat a run: the seed that its report prints' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--json', means: 'print the report as JSON and nothing else' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run grade ex4',
    'npm run grade ex4 -- --solution',
    'npm run grade ex4 ~/handed-in/ann -- --json',
    '',
    'Exit code: 0 all passed, 1 a check failed, 2 could not be graded completely, 3 refused.',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { options, root, stdout, words } = invocation;
  const { findExercise, loadManifest } = await import('../../course/course.ts');
  const terminal = stdout.isTTY === true;
  const config = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal });
  const paths = findExercise(root, words[0] ?? '');
  const exercise = await loadManifest(paths);
  const submission = submissionOf(invocation, paths);

  const { setUpGrading } = await import('../grading-setup.ts');
  const { gradeSubmission } = await import('../../grading/grade-submission.ts');
  const { exitCodeOf } = await import('../../grading/build-report.ts');
  const { newSeed } = await import('../../grading/random.ts');
  await using setup = setUpGrading(invocation, config);
  const live = config.json ? undefined : liveReport(invocation, exercise, config.color);
  const seed = config.seed ?? newSeed();
  const label = submission.startsWith(root) ? relative(root, submission) : submission;
  live?.begin(label, seed, setup.common.engine.postgres);
  const report = await gradeSubmission({
    ...setup.common,
    exercise,
    paths,
    submission,
    label,
    seed,
    onBegan: live?.began,
    onSettled: live?.settled,
  });
  if (config.json) stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else await live?.end({ ...report, run: { ...report.run, evidence: relative(invocation.cwd, report.run.evidence) } });
  return exitCodeOf(report);
}

/** A folder named on the command line is taken from where the user stands. Throws ARGUMENT, BAD_SUBMISSION. */
function submissionOf({ words, options, cwd }: Invocation, paths: ExercisePaths): string {
  const folder = words[1];
  if (folder !== undefined && options.solution) {
    throw new LabError('ARGUMENT', '--solution and a folder were both given', { next: 'leave one out' });
  }
  if (options.solution) return paths.solution;
  if (folder === undefined) return paths.starter;
  const path = isAbsolute(folder) ? folder : resolve(cwd, folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new LabError('BAD_SUBMISSION', `there is no folder ${folder}`, { where: path, next: 'npm run grade -- --help' });
  }
  return path;
}

/** Prints each check as soon as it is settled, and a line that says what is going on while a terminal looks. */
function liveReport({ root, stdout }: Invocation, exercise: Exercise, color: boolean) {
  const options = { color, width: Math.min(stdout.columns ?? 100, 110) };
  const rendering = import('../../reports/terminal.ts');
  const clear = () => stdout.isTTY === true && stdout.write('\r\x1b[2K');
  const status = (text: string) => stdout.isTTY === true && stdout.write(`\r\x1b[2K  … ${text}`);
  const printed = new Set<string>();
  const print = async (id: string, outcome: CheckOutcome) => {
    const { renderCheck } = await rendering;
    const { readableLecture: lectureOf } = await import('../../course/course.ts');
    const check = exercise.checks.find((candidate) => candidate.id === id);
    if (!check || printed.has(id)) return;
    printed.add(id);
    clear();
    const earned = outcome.verdict === 'passed' ? check.points : 0;
    stdout.write(`${renderCheck({ ...check, earned, outcome, lecture: lectureOf(root, check.lecture) }, options).join('\n')}\n`);
  };
  let last: Promise<void> = Promise.resolve();
  return {
    begin: (label: string, seed: string, postgres: string) => {
      stdout.write(`${exercise.slug}: ${exercise.title}\ngrading ${label} (seed ${seed}, PostgreSQL ${postgres})\n\n`);
      status('preparing');
    },
    began: (id: string) => void status(id),
    settled: (id: string, outcome: CheckOutcome) => {
      last = last.then(() => print(id, outcome));
    },
    end: async (report: GradeReport) => {
      await last;
      const { renderFindings, renderFooter } = await rendering;
      clear();
      if (report.findings.length > 0) stdout.write(`${renderFindings(report, options).join('\n')}\n`);
      else for (const { id, outcome } of report.checks) await print(id, outcome);
      stdout.write(`${renderFooter(report, options).join('\n')}\n`);
    },
  };
}
