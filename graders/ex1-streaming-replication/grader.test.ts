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
    const { access } = streamingOf(facts);
    must(access !== undefined, 'No role streams from the leader any more.', {
      expected: 'a connection of the follower',
    });
    const { connections, doors, knocks, senders } = access;
    const letIn = knocks.find(({ outcome }) => outcome === 'let in');
    must(letIn === undefined, 'The leader lets in whom it should not.', {
      expected: 'only the role of the follower may replicate, with its password',
      actual: `let in: ${letIn?.who}`,
    });
    must(doors.length === 0, 'A line of the leader’s pg_hba.conf lets somebody in without a password.', {
      expected: 'nobody gets in without a password, for replication or for queries, from wherever',
      actual: doors.map(({ rule }) => rule).join('; '),
    });
    const unclear = knocks.find(({ outcome }) => outcome === 'unclear');
    must(unclear === undefined, 'The leader turns connections away before it asks who they are.', {
      expected: 'a leader with room for a few more connections',
      actual: `${unclear?.who}: ${unclear?.said}`,
      hint: 'Leave max_wal_senders and max_connections at their defaults, or above.',
    });
    must(senders >= 3 && connections >= 20, 'The leader has no room for a few more connections.', {
      expected: 'max_wal_senders at least 3, max_connections at least 20',
      actual: `${senders} and ${connections}`,
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
    must(slot.cap === -1 || slot.cap >= 64, 'follower_slot may keep too little for a follower that is away.', {
      expected: 'max_slot_wal_keep_size of at least 64 MB, or none',
      actual: `${slot.cap} MB`,
    });
    must(slot.patience === 0 || slot.patience >= 3600, 'follower_slot is given up while the follower is away.', {
      expected: 'idle_replication_slot_timeout of at least an hour, or none',
      actual: `${slot.patience} seconds`,
    });
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
    const { late, wanted, found, stalled } = streamingOf(facts).changes;
    must(stalled === undefined, 'The follower streams, and a client’s commit on the leader does not come to its end.', {
      expected: 'a commit of student that returns',
      actual: stalled,
      hint: 'See synchronous_standby_names: whoever stands there must be a follower that there is.',
    });
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
