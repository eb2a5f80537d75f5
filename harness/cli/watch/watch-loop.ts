import { availableParallelism } from 'node:os';
import type { RunConfig } from '../../config/config.ts';
import { openWorker } from '../../grading/grader-worker.ts';
import { workerFor } from '../../grading/worker-for.ts';
import type { Invocation } from '../command.ts';
import { type GradingJob, gradeExercise, type PublishingSetup } from '../grade-exercise.ts';
import { FolderWatch } from './folder-watch.ts';

/** Checks that run side by side after a save: nothing else is to be done then. */
const width = 5;
/** Clusters that stand ready while files are edited, or fewer where an exercise has not so many behaviours. */
const warm = 8;

/**
 * Grades, and grades again after each save, until it is interrupted. Between two gradings a worker waits with its
 * clusters running; a save in the middle of a grading ends that one and begins anew. The exit code is the interrupt's.
 */
export async function gradeOnSave(
  invocation: Invocation,
  config: RunConfig,
  setup: PublishingSetup,
  job: GradingJob,
  poll: boolean,
): Promise<number> {
  const { signal, stdout } = invocation;
  using watch = new FolderWatch(job.submission, { poll });
  await using ends = new AsyncDisposableStack();
  // A program that starts in a container waits for its daemon, not for a core: turns would only hold the next one up.
  const starting = setup.common.confinement === 'cells' ? undefined : availableParallelism();
  const options = { ...setup.common, exercise: job.exercise, paths: job.paths, only: job.only, width, starting };
  const lasted: Record<string, number> = {};
  const openNext = () => {
    const worker = openWorker(workerFor({ ...options, clusters: warm, lasted }));
    worker.catch(() => undefined); // the grading that uses it is told
    ends.defer(async () => await (await worker.catch(() => undefined))?.[Symbol.asyncDispose]());
    return worker;
  };
  let worker = openNext();
  for (;;) {
    const saved = new AbortController();
    const changes = watch.changes(signal);
    changes.then(
      () => saved.abort(new Error('saved again')),
      () => undefined, // interrupted: the loop ends below
    );
    const common = { ...setup.common, signal: AbortSignal.any([signal, saved.signal]) };
    const watched = { ...job, width, worker, stagedAs: 'watched' };
    const { checks } = await gradeExercise(invocation, config, { ...setup, common }, watched);
    for (const { id, outcome } of checks) if (outcome.timing.total > 0) lasted[id] = outcome.timing.total;
    if (signal.aborted) return 0;
    // One that was not needed, for it was saved again at once, goes on waiting.
    const waits = await worker.then(
      ({ idle }) => idle,
      () => false,
    );
    if (!waits) worker = openNext();
    if (!saved.signal.aborted) stdout.write(`${waiting(watch)}\n`);
    const paths = await changes.catch(() => []);
    if (signal.aborted) return 0;
    stdout.write(`\n${inWords(paths)} saved: grading again\n\n`);
  }
}

function waiting({ polls }: FolderWatch): string {
  const how = polls === undefined ? '' : ` (looking every half second: ${polls})`;
  return `\nwaiting for you to save a file${how}; Ctrl-C ends`;
}

function inWords(paths: readonly string[]): string {
  const [first = '', second, ...more] = paths;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more files`;
}
