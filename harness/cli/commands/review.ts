import { join, relative } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { FinishedRun } from '../../grading/latest-run.ts';
import type { HandedIn } from '../../grading/written/handed-in.ts';
import type { Marks } from '../../grading/written/marks.ts';
import type { Rubric } from '../../grading/written/rubric.ts';
import type { TerminalOptions } from '../../reports/check-lines.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'review',
  summary: 'For a person who marks: shows an essay of a run and its rubric, and takes points and a comment.',
  words: [
    { name: '[run]', means: "an exercise (its latest run), latest, or a run's folder below .runs/" },
    { name: '[check]', means: 'the essay (default: the first of the run that awaits)' },
  ],
  options: [
    { flags: '--list', means: 'what awaits a review, with the command for each' },
    { flags: '--points <marks>', means: 'points of each criterion, as in clarity=3,example=1; asked for otherwise' },
    { flags: '--comment <text>', means: 'with --points: a comment to the student' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run review -- --list',
    'npm run review -- latest',
    'npm run review ex3',
    'npm run review ex3 essay -- --points clarity=3,example=1 --comment "Say who decides."',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { env, options, root, stdout, words } = invocation;
  const { lineWidth } = await import('../line-width.ts');
  const { color } = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const view: TerminalOptions = { color, width: lineWidth(stdout) };
  if (options.list) return await list(invocation, view);
  const { findExercise, loadManifest } = await import('../../course/course.ts');
  const { noteReview } = await import('../../grading/written/handed-in.ts');
  const { readMarks } = await import('../../grading/written/marks.ts');
  const { readRubric } = await import('../../grading/written/rubric.ts');
  const { addReview, reviewsIn } = await import('../../grading/written/reviews.ts');
  const { scoreText } = await import('../../reports/score.ts');
  const { runNamed } = await import('../named-run.ts');
  const found = runNamed(invocation, words[0]);
  const { report } = found;
  const paths = findExercise(root, report.exercise.slug, 'review');
  const handedIn = await essayToMark(invocation, found, await loadManifest(paths));
  const { check, essay } = handedIn;
  const rubric = readRubric(paths, check);
  const given = typeof options.points === 'string' ? readMarks(options.points, rubric) : undefined;
  const said = given
    ? { points: given, comment: typeof options.comment === 'string' ? options.comment : '' }
    : await askForMarks(invocation, { slug: paths.slug, submission: report.submission.path, handedIn, rubric }, view);
  const { hash, path } = report.submission;
  const review = { at: new Date().toISOString(), check: check.id, essay, submission: { path, hash }, ...said };
  const file = addReview(reviewsIn(root), paths.slug, review);
  const after = noteReview(found, review);
  stdout.write(`${scoreText(after.report.points)}; written down in ${relative(invocation.cwd, file)}\n`);
  return 0;
}

/** Throws ARGUMENT when there is none, or not that one. */
async function essayToMark({ root, words }: Invocation, found: FinishedRun, exercise: Exercise): Promise<HandedIn> {
  const { awaits, essaysOf } = await import('../../grading/written/handed-in.ts');
  const { reviewsIn } = await import('../../grading/written/reviews.ts');
  const essays = essaysOf(found, exercise, reviewsIn(root));
  const named =
    words[1] === undefined ? (essays.find(awaits) ?? essays[0]) : essays.find(({ check }) => check.id === words[1]);
  if (named) return named;
  const ids = essays.map(({ check }) => check.id).join(', ');
  const what = essays.length === 0 ? 'this run has no essay that can be marked' : `its essays are: ${ids}`;
  throw new LabError('ARGUMENT', `${exercise.slug}: ${what}`, {
    where: found.folder,
    next: 'npm run review -- --list',
  });
}

interface ToMark {
  slug: string;
  submission: string;
  handedIn: HandedIn;
  rubric: Rubric;
}

async function askForMarks(
  invocation: Invocation,
  { handedIn, rubric, slug, submission }: ToMark,
  view: TerminalOptions,
): Promise<{ points: Marks; comment: string }> {
  const { markIn } = await import('../../grading/written/marks.ts');
  const { renderEssay } = await import('../../reports/review.ts');
  const { openAsker } = await import('../ask.ts');
  const { check, found, text } = handedIn;
  const before =
    found &&
    ('review' in found
      ? 'It was marked before: what you give now counts instead.'
      : 'An earlier text of it was marked.');
  const lines = renderEssay({ slug, check, submission, text, before }, rubric, view);
  invocation.stdout.write(`${lines.join('\n')}\n`);
  const form = rubric.criteria.map(({ id }) => `${id}=…`).join(',');
  using asker = openAsker(invocation, `give them on the command line: --points ${form}`);
  const points: Marks = {};
  for (const criterion of rubric.criteria)
    points[criterion.id] = await asker.ask(`${criterion.id}, 0 to ${criterion.points}: `, (line) =>
      markIn(line, criterion),
    );
  return { points, comment: await asker.ask('comment to the student: ', (line) => line.trim()) };
}

/** Of each submission its newest run counts. */
async function list({ cwd, root, stdout }: Invocation, view: TerminalOptions): Promise<number> {
  const { listExercises, loadManifest, pathsOf } = await import('../../course/course.ts');
  const { finishedRuns } = await import('../../grading/latest-run.ts');
  const { awaits, essaysOf } = await import('../../grading/written/handed-in.ts');
  const { reviewsIn } = await import('../../grading/written/reviews.ts');
  const { renderAwaiting } = await import('../../reports/review.ts');
  const rows = [];
  for (const slug of listExercises(root)) {
    const exercise = await loadManifest(pathsOf(root, slug));
    if (!exercise.written?.some(({ kind }) => kind === 'essay')) continue;
    const seen = new Set<string>();
    for (const run of finishedRuns(join(root, '.runs'), slug)) {
      const submission = run.report.submission.path;
      if (seen.has(submission)) continue;
      const essays = essaysOf(run, exercise, reviewsIn(root));
      if (essays.length > 0) seen.add(submission);
      for (const each of essays.filter(awaits)) {
        const { id, points } = each.check;
        const command = `npm run review ${relative(cwd, run.folder)} ${id}`;
        rows.push({ slug, check: id, points, submission, command, again: each.found !== undefined });
      }
    }
  }
  stdout.write(`${renderAwaiting(rows, view).join('\n')}\n`);
  return 0;
}
