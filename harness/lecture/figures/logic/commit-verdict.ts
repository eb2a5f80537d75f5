import { type CommitState, reached, type StandbyRule, type SyncFollower } from './sync-commit.ts';

export interface CommitVerdict {
  promised: string;
  survives: string;
  /** A promise that was broken, or would be. */
  broken: boolean;
}

/**
 * What was promised, and what is left when the leader is lost and the best follower promoted: for good when it is dead,
 * as a thought while it lives. `over` is whether nothing more will happen.
 */
export function commitVerdict(state: CommitState, rule: StandbyRule, over: boolean): CommitVerdict {
  const { alive, has, told } = state;
  const heir = heirOf(state);
  const survives = heir !== undefined && reached(has[heir], 'in memory');
  const promised = {
    nothing:
      over && alive.leader
        ? `Promised: nothing. The client waits, since ${rule} is not fulfilled; the row is on the leader's disk all the same.`
        : 'Promised: nothing yet. The client waits.',
    committed: 'Promised: the row is committed.',
    unknown: 'Promised: nothing. The client does not know whether its row is there.',
  }[told];
  const when = alive.leader ? 'If the leader were lost now' : 'Now that the leader is lost';
  const [would, be] = alive.leader ? ['would be', 'would have'] : ['is', 'has'];
  return {
    promised,
    survives:
      heir === undefined
        ? `${when}, no follower ${alive.leader ? 'would be' : 'is'} left to promote: the row ${would} ${leaderCopy(state)}.`
        : `${when}, ${heir} ${would} promoted, and ${be} ${survives ? 'the row' : 'no such row'}.`,
    broken: told === 'committed' && !survives,
  };
}

/** The living follower that has most; near of two that have the same. */
function heirOf({ alive, has }: CommitState): SyncFollower | undefined {
  const living = (['near', 'far'] as const).filter((follower) => alive[follower]);
  return living.find((one) => living.every((other) => reached(has[one], has[other])));
}

function leaderCopy({ has }: CommitState): string {
  return reached(has.leader, 'on disk') ? 'on the disk of the dead leader only' : 'nowhere';
}
