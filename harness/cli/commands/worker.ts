import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import { giveUpAfter, secondsOf } from '../batch/queue-options.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'worker',
  summary: 'Grade what a batch with --queue hands out, in isolation, until it is interrupted.',
  words: [],
  options: [
    { flags: '--queue <url>', means: 'the PostgreSQL that the batch was given: postgres://user@host/database' },
    { flags: '--jobs <n>', means: 'grade n at the same time (default: as many as the machine has room for)' },
    giveUpAfter,
    { flags: '--engine <name>', means: 'embedded (default) or docker' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--trust', means: 'grade although isolation is not full; the reports say so' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run worker -- --queue postgres://lab@db.example/lab',
    'npm run worker -- --queue postgres://lab@db.example/lab --jobs 4',
    '',
    'The password comes from PGPASSWORD or ~/.pgpass. Ctrl-C gives back what it has.',
    'Exit code: 2 it cannot go on, 3 refused, 130 and 143 interrupted.',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { env, options, root, signal, stdout } = invocation;
  const next = 'npm run worker -- --help';
  if (options.queue === undefined) throw new LabError('ARGUMENT', 'which queue? --queue postgres://…', { next });
  const read = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const config = { ...read, untrusted: true, engine: read.engine === 'auto' ? ('embedded' as const) : read.engine };
  const { queueUrl } = await import('../../batch/queue/queue-url.ts');
  const url = queueUrl(options.queue);
  const { jobsOf } = await import('../batch/jobs.ts');
  const { Admission } = await import('../../batch/admission.ts');
  const jobs = jobsOf(options.jobs, 'worker');
  const patience = secondsOf(options.giveUpAfter, '--give-up-after', 'worker');
  const { harnessVersion } = await import('../../batch/grading-key.ts');
  const { courseFacts } = await import('../../batch/queue/course-facts.ts');
  const { JobSource } = await import('../../batch/queue/job-source.ts');
  const { Queue } = await import('../../batch/queue/queue.ts');
  const { runWorker } = await import('../../batch/queue/worker.ts');
  const { batchExercises } = await import('../batch/batch-exercises.ts');
  const { DaemonWatch } = await import('../batch/daemon-watch.ts');
  const { openLanes } = await import('../batch/lanes.ts');
  const { WorkerProgress } = await import('../batch/worker-progress.ts');

  const exercises = await batchExercises(root, undefined, harnessVersion(root));
  using progress = new WorkerProgress(invocation, config.color);
  await using queue = await Queue.open(url, { news: (line) => progress.print([line]), patience });
  await using lanes = await openLanes(invocation, config, jobs.most);
  const { engine, isolation } = lanes.common;
  const source = new JobSource(queue, courseFacts(exercises, engine));
  const { refused } = await source.batches();
  if (refused !== undefined)
    throw new LabError('REFUSED', `this copy of the course cannot grade for the batch in the queue: ${refused}`, {
      next: 'bring both machines to the same version of the course (git pull && npm ci), and look at LAB_PG_BIN',
    });
  progress.print([
    `worker at ${url.shown} (PostgreSQL ${engine.postgres}, isolation: ${isolation.level}, ${jobs.words})`,
  ]);
  using daemon = new DaemonWatch(lanes.engineOptions, (line) => progress.print([line]));
  const end = await runWorker({
    queue,
    source,
    exercises,
    lanes: lanes.each,
    admission: new Admission(jobs),
    outlast: daemon.outlast,
    signal,
    listener: progress,
  });
  if (end.how === 'interrupted') return 130;
  throw new LabError('GRADER', `three submissions in a row failed by our fault, the last: ${end.trouble.message}`, {
    next: end.trouble.next,
  });
}
