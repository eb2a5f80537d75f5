import { type ClusterNode, type ProgramOptions, waitUntil, wallNow } from '#harness/grading';

/** Milliseconds that an operation takes longer, as the README says: a promoter who does not wait for it is long done. */
const slowness = 1000;

/** What can be part of a fence. What undoes one is as quick as ever. */
const slow = ['node.kill', 'node.stop', 'node.pause', 'node.exec', 'node.writeFile'];

/** A program for which the lab takes its time at one of the machines, as a power switch does that is far away. */
export function slowAt(machine: ClusterNode): ProgramOptions {
  return {
    holdUp: async ({ method, node, askedAt }, signal) => {
      if (node !== machine.name || !slow.includes(method)) return;
      const limits = { timeout: 10 * slowness, interval: 50, signal };
      await waitUntil(`${method} to take effect`, () => wallNow() - askedAt >= slowness, limits);
    },
  };
}
