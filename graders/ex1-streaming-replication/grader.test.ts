import { grader, must } from '#harness/grading';
import { setUpTwice } from './again.ts';
import { surviveOutage } from './outage.ts';
import { type Pair, setUpPair } from './pair.ts';
import { arrivalTimeout, wantedInventory } from './tables.ts';

grader(import.meta, ({ check, scenario }) => {
  const pair = scenario('pair', setUpPair, 90_000);

  check('replicates', [pair], ({ setUp: { evidence }, notFollowing }) => {
    must(notFollowing === undefined, 'The follower does not follow the leader.', {
      expected: 'a running copy of the leader, in recovery, that gets what the leader writes',
      actual: notFollowing,
      evidence,
    });
  });

  check('role', [pair], (facts) => {
    const { role } = streamingOf(facts);
    must(role !== undefined, 'No role streams from the leader any more.', { expected: 'a connection of the follower' });
    must(!role.superuser, 'The follower logs in as a superuser: who has its password has the leader.', {
      expected: 'a role with LOGIN and REPLICATION, no superuser',
      actual: `${role.name} is a superuser`,
    });
    must(role.master === null, 'The role of the follower is no superuser, but can become one.', {
      expected: 'a role that is a member of no superuser',
      actual: `${role.name} may SET ROLE ${role.master}`,
    });
    must(role.replication, 'The role of the follower has lost its right to replicate: the next connection fails.', {
      expected: 'a role with LOGIN and REPLICATION',
      actual: `${role.name} has no REPLICATION`,
    });
  });

  check('access', [pair], (facts) => {
    const { knocks } = streamingOf(facts);
    const letIn = knocks.find(({ outcome }) => outcome === 'let in');
    must(letIn === undefined, 'The leader lets in whom it should not.', {
      expected: 'only the role of the follower may replicate, with its password',
      actual: `let in: ${letIn?.who}`,
    });
    const unclear = knocks.find(({ outcome }) => outcome === 'unclear');
    must(unclear === undefined, 'The leader turns connections away before it asks who they are.', {
      expected: 'a leader with room for a few more connections',
      actual: `${unclear?.who}: ${unclear?.said}`,
      hint: 'Leave max_wal_senders and max_connections at their defaults, or above.',
    });
  });

  check('slot', [pair], (facts) => {
    const { slot } = streamingOf(facts);
    must(slot !== undefined, 'The leader has no slot follower_slot.', {
      expected: 'follower_slot in pg_replication_slots of the leader',
      actual: 'no such row',
    });
    must(slot.kind === 'physical' && !slot.temporary, 'follower_slot is not a slot that a follower can rely on.', {
      expected: 'a physical slot that stays',
      actual: `${slot.temporary ? 'a temporary' : 'a'} ${slot.kind} slot`,
    });
    must(
      slot.named === 'follower_slot' && slot.heldBy !== null,
      'The follower does not stream through follower_slot.',
      {
        expected: 'the slot is held by the connection of the follower',
        actual: `the follower streams through ${slot.named ?? 'no slot'}; follower_slot is ${slot.heldBy === null ? 'not active' : 'active'}`,
      },
    );
    must(slot.stuck === undefined, 'follower_slot does not move on when the follower has received more.', {
      expected: 'restart_lsn follows what the follower has received',
      actual: slot.stuck,
    });
  });

  check('inventory', [pair], (facts) => {
    const { onLeader, onFollower } = streamingOf(facts);
    for (const [node, found] of [
      ['leader', onLeader],
      ['follower', onFollower],
    ] as const) {
      for (const part of ['columns', 'key', 'rows'] as const) {
        must(
          found[part] === wantedInventory[part],
          `On the ${node} the ${part} of inventory are not as they should be.`,
          {
            expected: wantedInventory[part],
            actual: found[part],
            evidence: facts.setUp.evidence,
          },
        );
      }
    }
  });

  check('changes-arrive', [pair], (facts) => {
    const { late, wanted, found } = streamingOf(facts).changes;
    must(late === undefined, 'The follower streams, but what was written on the leader is not there in time.', {
      expected: `replayed within ${arrivalTimeout / 1000} seconds`,
      actual: late,
    });
    must(found === wanted, 'A table that was created and changed on the leader is another on the follower.', {
      expected: wanted,
      actual: found,
    });
  });

  check('read-only', [pair], ({ refusal, setUp: { evidence } }) => {
    must(refusal.code === '25006', 'The follower does not refuse a write as a node in recovery does.', {
      expected: 'the error 25006: cannot execute CREATE TABLE in a read-only transaction',
      actual: refusal.said,
      evidence,
    });
  });

  check('outage', surviveOutage);
  check('again', setUpTwice);
});

/** What the checks that require `replicates` judge. */
function streamingOf({ streaming }: Pair): NonNullable<Pair['streaming']> {
  if (!streaming) throw new Error('nothing streams, and `replicates` has passed');
  return streaming;
}
