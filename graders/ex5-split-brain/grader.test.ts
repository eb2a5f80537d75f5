import { grader, must, mustLead } from '#harness/grading';
import { type Fenced, fenceFollower, fenceLeader } from './fenced.ts';
import type { Outcome } from './outcome.ts';
import { comeBack, type Return } from './return.ts';
import { causeSplit } from './split.ts';
import { type Plight, type Takeover, takeOver } from './takeover.ts';

grader(import.meta, ({ check, scenario }) => {
  const split = scenario('split', causeSplit);

  check('two-leaders', [split], ({ leaders }) => {
    for (const { name, state, facts } of leaders) {
      if (!facts) {
        must(false, `No server answers on the ${name}: there are not two leaders.`, {
          expected: 'both nodes run and take writes',
          actual: `the server of ${name} is ${state}`,
        });
      } else if (name === 'follower') mustLead(facts);
      else {
        must(!facts.inRecovery && facts.writable === 'yes', 'The old leader does not take writes any more.', {
          expected: 'an INSERT succeeds on both nodes',
          actual: facts.writable,
        });
        must(facts.sameSystem && facts.timeline === 1, 'The leader is not the one from before.', {
          expected: 'the system identifier that the pair has had from the start, and its timeline 1',
          actual: `timeline ${facts.timeline}${facts.sameSystem ? '' : ', another system identifier'}`,
        });
        must(facts.missing.length === 0, 'Rows that the leader had before are gone.', {
          expected: 'all rows from before',
          actual: `missing: ${facts.missing.join(', ')}`,
        });
      }
    }
  });

  check('conflict', [split], ({ changedAlone, conflicts }) => {
    const told = Object.entries(changedAlone).map(
      ([name, ids]) => `changed on ${name} alone: ${ids.slice(0, 10).join(', ') || 'nothing'}`,
    );
    must(conflicts.length > 0, 'No product has been given different values by the two leaders.', {
      expected: 'one product_id that was written on both after the split, and differs',
      actual: told.join('; '),
    });
  });

  const fences = [scenario('fence-leader', fenceLeader), scenario('fence-follower', fenceFollower)];
  const mustRefuse = ({ node }: Fenced, who: string, ...outcomes: Outcome[]) => {
    const told = outcomes.find((outcome) => outcome.told === 'acked');
    must(told === undefined, `After fence, ${who} was told by the ${node} that its write is committed.`, {
      expected: 'a refusal, a broken connection, or no answer',
      actual: 'committed',
    });
  };
  check('new-session', fences, (fenced) => {
    mustRefuse(fenced, 'a new session', fenced.visits.fresh);
    mustRefuse(fenced, 'a client that was cut off and had connected again', fenced.visits.returned);
  });
  check('open-session', fences, (fenced) => {
    mustRefuse(fenced, 'a session that was open before', fenced.visits.open);
  });
  check('open-transaction', fences, (fenced) => {
    mustRefuse(fenced, 'a session that was in a transaction', fenced.visits.transaction);
  });
  check('insistent-session', fences, (fenced) => {
    mustRefuse(fenced, 'a session that made its own settings', ...fenced.visits.insistent);
  });
  check('other-node', fences, ({ other, otherHurt }) => {
    must(otherHurt === undefined, `fence was called for one node, and the ${other} is not in service any more.`, {
      expected: `the ${other} goes on as it was`,
      actual: otherHurt,
    });
  });

  const inPlight = (plight: Plight) =>
    scenario<Takeover>(`takeover-${plight.replaceAll(' ', '-')}`, (context) => takeOver(context, plight), 90_000);
  const [well, outOfReach, frozen] = [inPlight('well'), inPlight('out of reach'), inPlight('frozen')];
  check('takes-over', [well], ({ newLeader }) => mustLead(newLeader));
  check('fences-first', [well], mustFenceFirst);
  check('fences-silent-leader', [outOfReach, frozen], (facts) => {
    mustLead(facts.newLeader);
    mustFenceFirst(facts);
  });

  const comingBack = (condition: Return['condition']) =>
    scenario<Return>(`return-${condition}`, (context) => comeBack(context, condition), 120_000);
  const returns = [comingBack('running'), comingBack('killed')];
  check('rejoined', returns, ({ condition, interrupted, notFollowing }) => {
    must(!interrupted, 'The new leader was out of service while the old one came back.', {
      expected: 'the new leader runs all the time',
      actual: 'its server was stopped, killed or frozen',
      hint: 'All that is to be done happens on the old leader; a base backup is taken from a server that runs.',
    });
    must(notFollowing === undefined, `The old leader, ${stateOf[condition]}, does not follow the new one.`, {
      expected: 'it is in recovery, receives the new timeline, and gets what the new leader writes',
      actual: notFollowing,
    });
  });
  check('rows-given-up', returns, ({ wanted, onNewLeader, onOldLeader }) => {
    for (const [name, rows] of [
      ['new leader', onNewLeader],
      ['old leader', onOldLeader],
    ] as const) {
      const missing = wanted.filter((row) => !rows.includes(row));
      const surplus = rows.filter((row) => !wanted.includes(row));
      must(missing.length + surplus.length === 0, `The ${name} does not have the rows of the new leader’s history.`, {
        expected: 'the rows that the new leader had before rejoin, and no others',
        actual: firstOf([...missing.map((row) => `missing: ${row}`), ...surplus.map((row) => `too much: ${row}`)]),
      });
    }
  });
  check('stays-follower', returns, ({ afterRestart, idleSlots }) => {
    must(idleSlots.length === 0, 'On the new leader there is a slot that nobody uses: it keeps WAL for ever.', {
      expected: 'no slot, or one through which the old leader streams',
      actual: `not active: ${idleSlots.join(', ')}`,
    });
    must(afterRestart === undefined, 'The old leader was stopped and started, and does not follow any more.', {
      expected: 'it follows again by itself, with all that was written meanwhile',
      actual: afterRestart,
    });
  });
});

/** The first few of many, as one line. */
function firstOf(found: readonly string[]): string {
  const more = found.length > 4 ? [`${found.length - 4} more`] : [];
  return [...found.slice(0, 4), ...more].join('; ');
}

const stateOf = { running: 'which still ran', killed: 'which had been killed' };

const plights = { well: '', 'out of reach': ' that clients could not reach', frozen: ' that was frozen' };

/** No client was told "committed" by the old leader once the follower had been asked to lead, nor ever after. */
function mustFenceFirst({ asked, deposed, late, plight, visits }: Takeover): void {
  must(asked !== undefined, 'The log of the follower does not say when it was asked to become leader.', {
    expected: 'a promotion by pg_promote() or pg_ctl promote',
    actual: 'no line of its log speaks of one',
  });
  must(deposed.length === 0, `Two leaders at once: an old leader${plights[plight]} and the new one said "committed".`, {
    expected: 'at most one node acknowledges writes',
    actual: `${deposed.length} acknowledgements of the old leader after the first of the new one`,
    at: asked,
  });
  const [first] = late;
  must(!first, `An old leader${plights[plight]} acknowledged a write after the follower had been asked to lead.`, {
    expected: 'the last acknowledgement comes before "received promote request"',
    actual: `${late.length} more; the first one was begun ${Math.ceil((first?.begun ?? 0) - asked)} ms after the request`,
    at: asked,
  });
  const { fresh, insistent, open, returned, transaction } = visits;
  const clients = [open, transaction, fresh, returned, ...insistent];
  const told = clients.filter((outcome) => outcome.told === 'acked');
  must(told.length === 0, `When failOver was over, an old leader${plights[plight]} still said "committed".`, {
    expected: 'a refusal, a broken connection, or no answer for every client',
    actual: `${told.length} of ${clients.length} clients were told "committed"`,
  });
}
