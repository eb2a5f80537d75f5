import { Admission } from '../../batch/admission.ts';
import type { Grader } from '../../batch/grader.ts';
import type { BatchJournal } from '../../batch/journal/batch-journal.ts';
import { localGrader } from '../../batch/local-grader.ts';
import type { PlannedGrading } from '../../batch/plan.ts';
import type { BatchEnd } from '../../batch/run-batch.ts';
import type { OwningBroker } from '../../broker/open-broker.ts';
import type { RunConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { Invocation } from '../command.ts';
import { DaemonWatch } from './daemon-watch.ts';
import { jobsOf } from './jobs.ts';
import { openLanes } from './lanes.ts';

/** Where a batch is to be graded, made ready before its submissions are read. */
export interface OpenGrader extends AsyncDisposable {
  broker: OwningBroker;
  engine: { name: string; postgres: string };
  /** For the first line. */
  how: string;
  /** Begins a session: what is planned is known. */
  begin(session: GradingSession): Promise<RunningGrader>;
}

export interface GradingSession {
  gradings: readonly PlannedGrading[];
  journal: BatchJournal;
  /** The folder of results. */
  folder: string;
}

export interface RunningGrader {
  grader: Grader;
  /** To be told when nothing more is asked of it. */
  ended(how: BatchEnd['how']): Promise<void>;
}

/** This machine, or the queue that is named. Throws ARGUMENT, NOT_ISOLATED, NO_QUEUE. */
export async function openGrader(
  invocation: Invocation,
  config: RunConfig,
  say: (line: string) => void,
): Promise<OpenGrader> {
  const { options } = invocation;
  if (options.queue !== undefined) {
    const { openQueueGrader } = await import('./queue-grader.ts');
    return await openQueueGrader(invocation, config, say);
  }
  for (const [flag, given] of Object.entries({ lost: options.lostAfter, 'give-up': options.giveUpAfter })) {
    if (given === undefined) continue;
    throw new LabError('ARGUMENT', `--${flag}-after belongs to --queue`, { next: 'npm run batch -- --help' });
  }
  const jobs = jobsOf(options.jobs, 'batch');
  const lanes = await openLanes(invocation, config, jobs.most);
  const { broker, engine, isolation } = lanes.common;
  const daemon = new DaemonWatch(lanes.engineOptions, say);
  return {
    broker,
    engine,
    how: `isolation: ${isolation.level}, ${jobs.words}`,
    begin: async ({ folder }) => ({
      grader: localGrader({ folder, lanes: lanes.each, admission: new Admission(jobs), outlast: daemon.outlast }),
      ended: async () => undefined,
    }),
    async [Symbol.asyncDispose]() {
      daemon[Symbol.dispose]();
      await lanes[Symbol.asyncDispose]();
    },
  };
}
