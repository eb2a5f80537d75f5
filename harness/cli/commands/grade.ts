import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { ExercisePaths } from '../../course/course.ts';
import { renderJson } from '../../reports/json.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'grade',
  summary: 'Grade your work on an exercise, on real PostgreSQL servers.',
  words: [
    { name: '[exercise]', means: 'ex4, 4, data-loss or ex4-data-loss' },
    { name: '[folder]', means: 'the folder to grade (default: exercises/<exercise>)' },
  ],
  options: [
    { flags: '--solution', means: 'grade the reference solution' },
    { flags: '--seed <hex>', means: 'repeat a run: the seed that its report prints' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--json', means: 'print the report as JSON and nothing else' },
    { flags: '--junit <file>', means: 'write the results as JUnit XML as well' },
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
  const { findExercise, listExercises, loadManifest } = await import('../../course/course.ts');
  const terminal = stdout.isTTY === true;
  const config = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal });
  if (words[0] === undefined) {
    const slugs = listExercises(root);
    throw new LabError('ARGUMENT', `which exercise? There are: ${slugs.join(', ')}`, {
      next: `npm run grade ${slugs[0]}`,
    });
  }
  const paths = findExercise(root, words[0]);
  const exercise = await loadManifest(paths);
  const submission = submissionOf(invocation, paths);

  const { LiveReport } = await import('../live-report.ts');
  const { openPublication } = await import('../publication.ts');
  const { setUpGrading } = await import('../grading-setup.ts');
  const { gradeSubmission } = await import('../../grading/grade-submission.ts');
  const { exitCodeOf } = await import('../../grading/build-report.ts');
  const { newSeed } = await import('../../grading/random.ts');
  await using setup = setUpGrading(invocation, config);
  using publication = openPublication(invocation, config);
  const live = config.json ? undefined : new LiveReport(invocation, exercise, config.color);
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
    onBegan: (id) => live?.status(id),
    onSettled: (id, outcome) => live?.settled(id, outcome),
  });
  const timeline = publication.add(report, { submission, readme: join(paths.starter, 'README.md') });
  if (config.json) stdout.write(renderJson(report));
  else
    live?.end({ ...report, run: { ...report.run, evidence: relative(invocation.cwd, report.run.evidence) } }, timeline);
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
    throw new LabError('BAD_SUBMISSION', `there is no folder ${folder}`, {
      where: path,
      next: 'npm run grade -- --help',
    });
  }
  return path;
}
