import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';
import { count } from '../count.ts';

const command: Command = {
  name: 'batch',
  summary: 'Grade a folder of submissions, in isolation. Interrupted or killed, it goes on where it was.',
  words: [{ name: '[submissions]', means: 'a folder with a folder, a zip or a tarball for each student' }],
  options: [
    { flags: '--exercise <name>', means: 'each submission answers this one; else it has a folder for each exercise' },
    { flags: '--jobs <n>', means: 'grade n at the same time (default: as many as cores and memory hold)' },
    { flags: '--out <dir>', means: 'where results are kept (default: beside the folder, SUBMISSIONS.graded)' },
    { flags: '--only <what>', means: 'errored: what failed by our fault before, as if it never had' },
    { flags: '--engine <name>', means: 'embedded (default) or docker' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--trust', means: 'grade although isolation is not full; the reports say so' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run batch handed-in -- --exercise ex4',
    'npm run batch handed-in -- --exercise ex4 --jobs 4 --out results/ex4',
    'npm run batch handed-in -- --exercise ex4 --only errored',
    '',
    'Exit code: 0 every point is decided, 2 not every one, 3 refused, 130 and 143 interrupted.',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { env, options, root, signal, stdout } = invocation;
  const { submissions, results } = foldersOf(invocation);
  const read = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const config = { ...read, untrusted: true, engine: read.engine === 'auto' ? ('embedded' as const) : read.engine };
  const onlyErrored = onlyErroredOf(options.only);
  const { defaultJobs } = await import('../batch/default-jobs.ts');
  const jobs = count(options.jobs, '--jobs', defaultJobs());
  if (jobs === 0) throw new LabError('ARGUMENT', '--jobs is at least 1; got 0', { next: 'npm run batch -- --help' });
  const { harnessVersion } = await import('../../batch/grading-key.ts');
  const { planBatch } = await import('../../batch/plan.ts');
  const { runBatch } = await import('../../batch/run-batch.ts');
  const { BatchJournal } = await import('../../batch/journal/batch-journal.ts');
  const { courseSecret } = await import('../../batch/course-secret.ts');
  const { writeGradebook } = await import('../../batch/gradebook/write-gradebook.ts');
  const { notGradedLines } = await import('../../batch/words.ts');
  const { batchExercises } = await import('../batch/batch-exercises.ts');
  const { openLanes } = await import('../batch/lanes.ts');
  const { BatchProgress } = await import('../batch/batch-progress.ts');
  const { endOf, resumable } = await import('../batch/batch-end.ts');

  const exercises = await batchExercises(root, options.exercise, harnessVersion(root));
  await using lanes = await openLanes(invocation, config, jobs);
  makeFolder(results);
  const secret = courseSecret(env.LAB_COURSE_SECRET, results);
  using journal = new BatchJournal(results);
  using progress = new BatchProgress(invocation, config.color);
  const { engine, isolation } = lanes.common;
  progress.print([
    `batch of ${asTyped(invocation, submissions)} (PostgreSQL ${engine.postgres}, isolation: ${isolation.level}, ${jobs} at a time)`,
  ]);
  const plan = await planBatch({
    folder: submissions,
    exercises,
    one: options.exercise !== undefined,
    secret,
    engine,
    broker: lanes.common.broker,
    signal,
    reading: (at, of) => progress.reading(at, of),
  });
  const { noteUngraded } = await import('../../batch/note-ungraded.ts');
  noteUngraded(journal, plan);
  const lines = notGradedLines(plan, { color: config.color, names: 16 });
  if (lines.length > 0) progress.print(lines);
  const end = await resumable(
    invocation,
    runBatch({
      gradings: plan.gradings,
      journal,
      folder: results,
      lanes: lanes.each,
      onlyErrored,
      signal,
      listener: progress,
    }),
  );
  progress[Symbol.dispose]();
  const gradebook = writeGradebook(results, journal.lines);
  const { lines: last, exitCode } = endOf(invocation, config.color, end, gradebook, asTyped(invocation, results));
  progress.print(last);
  return exitCode;
}

/** From where the user stands, unless that is a way up. */
function asTyped({ cwd }: Invocation, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short || '.';
}

/** Absolute paths. Throws ARGUMENT, BAD_SUBMISSION. */
function foldersOf({ cwd, options, root, words }: Invocation): { submissions: string; results: string } {
  const next = 'npm run batch -- --help';
  const [word] = words;
  if (!word) throw new LabError('ARGUMENT', 'which folder of submissions?', { next });
  const submissions = resolve(cwd, word);
  if (!existsSync(submissions) || !statSync(submissions).isDirectory())
    throw new LabError('BAD_SUBMISSION', `there is no folder ${word}`, { where: submissions, next });
  const out = typeof options.out === 'string' && options.out !== '' ? options.out : `${submissions}.graded`;
  const results = resolve(cwd, out);
  const within = (inner: string, outer: string) => `${inner}${sep}`.startsWith(`${outer}${sep}`);
  if (within(results, submissions) || within(submissions, results))
    throw new LabError('ARGUMENT', '--out cannot lie in the folder of submissions, nor hold it', {
      where: results,
      next,
    });
  if (within(results, join(root, 'exercises')) || within(results, join(root, 'graders')))
    throw new LabError('ARGUMENT', '--out cannot lie in the course', { where: results, next });
  return { submissions, results };
}

/** For the caller alone: there are grades in it, and evidence of hidden checks. Throws NO_STORAGE. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const message = `the folder of results cannot be made: ${messageOf(cause)}`;
    throw new LabError('NO_STORAGE', message, {
      where: path,
      next: 'make it writable, or give another with --out',
      cause,
    });
  }
}

function onlyErroredOf(given: string | boolean | undefined): boolean {
  if (given === undefined || given === 'errored') return given === 'errored';
  throw new LabError('ARGUMENT', `--only takes "errored"; got ${JSON.stringify(given)}`, {
    next: 'npm run batch -- --help',
  });
}
