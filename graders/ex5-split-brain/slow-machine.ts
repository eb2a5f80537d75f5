import { type CheckContext, type ClusterNode, type ProgramOptions, waitUntil, wallNow } from '#harness/grading';
import { outcomeOf } from './outcome.ts';

/** Milliseconds that an operation takes longer, as the README says: a promoter who does not wait for it is long done. */
const slowness = 1000;

/** What can be part of a fence. What undoes one is as quick as ever. */
const slow = ['node.kill', 'node.stop', 'node.pause', 'node.exec', 'node.writeFile'];

/** A program for which the lab takes its time at one of the machines, as a power switch does that is far away. */
export function slowAt(machine: ClusterNode, other: ClusterNode, context: CheckContext): ProgramOptions {
  let busy: Promise<unknown> | undefined;
  return {
    holdUp: async ({ method, node, askedAt }, signal) => {
      if (node !== machine.name || !slow.includes(method)) return;
      busy ??= outcomeOf(threeTrips(other, context), context.signal);
      await busy;
      const limits = { timeout: 10 * slowness, interval: 50, signal };
      await waitUntil(`${method} to take effect`, () => wallNow() - askedAt >= slowness, limits);
    },
  };
}

/** Where the machine is so busy that a promoter needs more than a second, so does this: the first operation waits for it. */
async function threeTrips(node: ClusterNode, { session }: CheckContext): Promise<void> {
  for (let trip = 0; trip < 3; trip += 1) {
    const client = await session(node.url);
    await client.query('SELECT 1');
    await client.end();
  }
}
