import { type CheckContext, type ClusterNode, waitUntil } from '#harness/grading';
import { outcomeOf } from './pair.ts';

/** Milliseconds in which a node that is well answers, as the README says: after that a student may call it down. */
const promised = 1000;

/** How often the grader asks when a machine is too busy for its servers to answer in time. */
const attempts = 3;

type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

/**
 * Calls while a node is well; again when it failed after a time in which a busy machine may have kept that node from
 * answering. `attempt` counts from 1.
 */
export async function whileWell(call: () => Promise<unknown>): Promise<Outcome & { attempt: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const began = performance.now();
    const outcome = await outcomeOf(call());
    const late = performance.now() - began >= promised;
    if (attempt === attempts || !('threw' in outcome) || !late) return { ...outcome, attempt };
  }
}

/**
 * Calls that take their time anyway, as they wait for a silent node before they ask the one that is well. They are made
 * again when one has failed and that node, asked by the grader meanwhile, was late itself.
 */
export async function besideSilence(
  context: CheckContext,
  well: ClusterNode,
  calls: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    let over = false;
    const slowest = slowestAnswer(context, well, () => over);
    slowest.catch(() => undefined); // when a call has ended the program, nobody asks
    const outcomes = await calls().finally(() => {
      over = true;
    });
    const late = (await slowest) >= promised;
    if (attempt === attempts || !late || !outcomes.some((outcome) => 'threw' in outcome)) return outcomes;
  }
}

/** Milliseconds of the slowest login and answer, until it is over. */
async function slowestAnswer(
  { session, signal }: CheckContext,
  { url }: ClusterNode,
  over: () => boolean,
): Promise<number> {
  let slowest = 0;
  const ask = async () => {
    const began = performance.now();
    await session(url)
      .then((client) => client.end())
      .catch(() => undefined);
    slowest = Math.max(slowest, performance.now() - began);
    return over();
  };
  await waitUntil('the calls to be over', ask, { timeout: 60_000, interval: 250, signal });
  return slowest;
}
