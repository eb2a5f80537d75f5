import type { ClusterNode } from '../../cluster/cluster-node.ts';

/** What a server logs when it is asked to become leader, by the ways there are; the last is logged in every case. */
const promotionMarks = ['received promote request', 'promote trigger file found', 'selected new timeline ID'];

/**
 * When a follower was asked to become leader, by its own log: wall-clock milliseconds, cut off to whole ones as the log
 * has them. Undefined when its log does not speak of a promotion.
 */
export async function promotionAsked(follower: ClusterNode): Promise<number | undefined> {
  const line = firstOf((await follower.log()).split('\n'), promotionMarks);
  return line === undefined ? undefined : Math.round(Number.parseFloat(line) * 1000);
}

/** The first line that holds a mark; the earlier mark wins. */
function firstOf(lines: readonly string[], marks: readonly string[]): string | undefined {
  for (const mark of marks) {
    const line = lines.find((text) => text.includes(mark));
    if (line !== undefined) return line;
  }
  return undefined;
}
