import { join } from 'node:path';
import { endOf, type Where } from '../commands.ts';
import { timed } from '../stopwatch.ts';
import { asABatch } from './one-by-one.ts';

/** The textbook's way to a leader and a follower. */
export interface ByHand {
  /** With what servers are made, in a word. */
  means: string;
  /** Makes a pair, until a row arrives. `number`: another one each time. */
  makePair(number: number): Promise<unknown>;
}

/**
 * What a script does that makes servers by hand for each submission, and then grades it. In its favour it makes one pair
 * for all checks, where each check needs a fresh one; a pair of processes is tuned as far as the textbook goes (in memory,
 * nothing synced, no polling); the submission lies unpacked; and the grading is ours, with its own quick clusters, and
 * without any isolation, journal or gradebook. What such a script leaves when it is killed is not counted.
 * Returns seconds.
 */
export async function gradeByHand(hand: ByHand, number: number, exercise: string, folder: string, where: Where) {
  const ms = await timed(async () => {
    await hand.makePair(number);
    const args = [join(where.cwd, 'harness', 'cli', 'lab.sh'), 'grade', exercise, folder, ...asABatch];
    await endOf('sh', args, where, [0, 1]);
  });
  return ms / 1000;
}
