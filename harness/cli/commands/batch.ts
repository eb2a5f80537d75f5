import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BatchEnd } from '../../batch/run-batch.ts';
import { readConfig } from '../../config/config.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { giveUpAfter } from '../batch/queue-options.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'batch',
  summary: 'Grade a folder or a list of submissions, in isolation. Interrupted or killed, it goes on where it was.',
  words: [
    {
      name: '[submissions]',
      means: 'a folder with a folder, a zip or a tarball for each student, or a .csv of student,git-url[,ref]',
    },
  ],
  options: [
    { flags: '--exercise <name>', means: 'each submission answers this one; else it has a folder for each exercise' },
    { flags: '--jobs <n>', means: 'grade n at the same time (default: as many as the machine has room for)' },
    { flags: '--out <dir>', means: 'where results are kept (default: beside the folder, SUBMISSIONS.graded)' },
    { flags: '--only <what>', means: 'errored: what failed by our fault before, as if it never had' },
    {
      flags: '--regrade',
      means: 'grade everything again; what was known stands until then. Interrupted, go on without it',
    },
    { flags: '--local', means: 'with a .csv: also repositories of this machine, file:///…' },
    { flags: '--queue <url>', means: 'hand them out to machines that run `npm run worker`, through a PostgreSQL' },
    {
      flags: '--lost-after <seconds>',
      means: 'after so long without a sign of life another worker is asked (default: 60)',
    },
    giveUpAfter,
    { flags: '--engine <name>', means: 'embedded (default) or docker' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--trust', means: 'grade although isolation is not full; the reports say so' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run batch handed-in -- --exercise ex4',
    'npm run batch handed-in -- --exercise ex4 --jobs 4 --out results/ex4',
    'npm run batch handed-in -- --exercise ex4 --only errored',
    'npm run batch repositories.csv -- --exercise ex4',
    'npm run batch handed-in -- --exercise ex4 --queue postgres://lab@db.example/lab',
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
  const { harnessVersion } = await import('../../batch/grading-key.ts');
  const { planBatch } = await import('../../batch/plan.ts');
  const { runBatch } = await import('../../batch/run-batch.ts');
  const { BatchJournal } = await import('../../batch/journal/batch-journal.ts');
  const { courseSecret } = await import('../../batch/course-secret.ts');
  const { writeGradebook } = await import('../../batch/gradebook/write-gradebook.ts');
  const { openSubmissions } = await import('../batch/open-submissions.ts');
  const { notGradedLines } = await import('../../batch/words.ts');
  const { batchExercises } = await import('../batch/batch-exercises.ts');
  const { openGrader } = await import('../batch/open-grader.ts');
  const { BatchProgress } = await import('../batch/batch-progress.ts');
  const { endOf, resumable } = await import('../batch/batch-end.ts');

  const exercises = await batchExercises(root, options.exercise, harnessVersion(root));
  using progress = new BatchProgress(invocation, config.color);
  await using graders = await openGrader(invocation, config, (line) => progress.print([line]));
  makeFolder(results);
  const secret = courseSecret(env.LAB_COURSE_SECRET, results);
  using journal = new BatchJournal(results);
  const { broker, engine, how } = graders;
  progress.print([`batch of ${asTyped(invocation, submissions)} (PostgreSQL ${engine.postgres}, ${how})`]);
  using submitted = await openSubmissions(invocation, { submissions, results }, broker, progress);
  const plan = await planBatch({
    submissions: submitted,
    exercises,
    one: options.exercise !== undefined,
    secret,
    engine,
    broker,
    signal,
    reading: (at, of) => progress.reading(at, of),
  });
  const { noteUngraded } = await import('../../batch/note-ungraded.ts');
  noteUngraded(journal, plan);
  const lines = notGradedLines(plan, { color: config.color, names: 16 });
  if (lines.length > 0) progress.print(lines);
  const { gradings } = plan;
  const { ended, grader } = await graders.begin({ gradings, journal, folder: results });
  const regrade = options.regrade === true;
  const batch = { gradings, journal, folder: results, grader, onlyErrored, regrade, signal, listener: progress };
  let concluded = false;
  const conclude = (end: BatchEnd) => {
    concluded = true;
    progress[Symbol.dispose]();
    const { handle } = broker;
    const places = [root, submissions, handle.stateDirectory, dirname(dirname(handle.directory)), env.HOME ?? root];
    const book = writeGradebook(results, journal.lines, places);
    const { lines: last, exitCode } = endOf(invocation, config.color, end, book, asTyped(invocation, results));
    progress.print(last);
    return exitCode;
  };
  // Gradings that do not end in time are ended with the process: what was finished is in the gradebook then too.
  invocation.onExit(() => {
    if (signal.aborted && !concluded) conclude({ how: 'interrupted' });
  });
  const end = await resumable(invocation, runBatch(batch));
  await resumable(invocation, ended(end.how));
  return conclude(end);
}

const listEnding = /\.csv$/i;

/** A list of repositories, and no folder that is called like one. */
function isList(path: string): boolean {
  return listEnding.test(path) && !statSync(path).isDirectory();
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
  if (!existsSync(submissions) || !(statSync(submissions).isDirectory() || isList(submissions)))
    throw new LabError('BAD_SUBMISSION', `there is no folder ${word}`, { where: submissions, next });
  const beside = `${submissions.replace(listEnding, '')}.graded`;
  const out = typeof options.out === 'string' && options.out !== '' ? options.out : beside;
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
