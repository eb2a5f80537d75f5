import { must } from '#harness/grading';
import { factsIn } from './facts.ts';
import type { Probed } from './probing.ts';

const sides = { selfManaged: 'on the self-managed pair', managed: 'on an instance of the service' } as const;

/** Each of these facts, on both sides, must be what the grader found. */
export function judgeFacts({ returned, truth }: Probed, names: readonly string[]): void {
  for (const side of ['selfManaged', 'managed'] as const) {
    const found = factsIn(returned, side);
    for (const name of names) {
      const fact = `${side}.${name}`;
      must(typeof found[name] === 'boolean', `probe does not say what ${fact} is.`, {
        expected: `${fact}: true or false`,
        actual: found[name] === undefined ? 'nothing' : found[name],
      });
      must(found[name] === truth[side][name], `probe is wrong about ${name} ${sides[side]}.`, {
        expected: `${fact}: ${truth[side][name]}, as the grader found when it tried`,
        actual: `${fact}: ${found[name]}`,
      });
    }
  }
}

export function judgeTraces({ change, notFollowing }: Probed): void {
  must(change === undefined, `probe has left the self-managed pair another one than it was: the ${change?.thing}.`, {
    expected: change?.was,
    actual: change?.is,
  });
  must(notFollowing === undefined, 'After probe the follower does not follow the leader any more.', {
    expected: 'the pair replicates as before',
    actual: notFollowing,
  });
}
