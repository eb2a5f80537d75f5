import { Coordinator } from '../../batch/queue/coordinator.ts';
import { courseFacts } from '../../batch/queue/course-facts.ts';
import { Queue } from '../../batch/queue/queue.ts';
import { queueUrl } from '../../batch/queue/queue-url.ts';
import type { RunConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { Invocation } from '../command.ts';
import { setUpGrading } from '../grading-setup.ts';
import type { OpenGrader } from './open-grader.ts';
import { secondsOf } from './queue-options.ts';

/** Workers, through a queue. Nothing is graded here, so nothing has to be isolated. Throws ARGUMENT, NO_QUEUE. */
export async function openQueueGrader(
  invocation: Invocation,
  config: RunConfig,
  say: (line: string) => void,
): Promise<OpenGrader> {
  const { options, signal } = invocation;
  const url = queueUrl(options.queue);
  const lostAfter = secondsOf(options.lostAfter, '--lost-after', 'batch');
  const patience = secondsOf(options.giveUpAfter, '--give-up-after', 'batch');
  for (const name of ['jobs', 'trust']) {
    if (options[name] === undefined) continue;
    const message = `with --queue, --${name} is said to the workers`;
    throw new LabError('ARGUMENT', message, { next: 'npm run worker -- --help' });
  }
  await using ends = new AsyncDisposableStack();
  const queue = ends.use(await Queue.open(url, { news: say, patience }));
  const setup = ends.use(await setUpGrading(invocation, config));
  const { broker, engine } = setup.common;
  const open = ends.move();
  return {
    broker,
    engine,
    how: `by workers at ${url.shown}`,
    async begin({ folder, gradings, journal }) {
      const exercises = [...new Map(gradings.map((each) => [each.manifest.slug, each])).values()];
      const coordinator = open.use(
        await Coordinator.open({
          ...{ queue, journal, folder, gradings, broker, lostAfter, signal },
          course: courseFacts(exercises, engine),
        }),
      );
      return { grader: coordinator, ended: (how) => coordinator.end(how) };
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  };
}
