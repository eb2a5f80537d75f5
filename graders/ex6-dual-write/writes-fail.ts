import {
  type Change,
  type CheckContext,
  type ClusterNode,
  changesOf,
  clientLink,
  must,
  waitUntil,
} from '#harness/grading';
import { outcomeOf, stock } from './pair.ts';
import { whileWell } from './patience.ts';

/** Without its leader nobody can write: that is said, in time, and it is over when the leader is back. */
export async function writesFailClearly(context: CheckContext): Promise<void> {
  const { cluster, examine, random, signal, student } = context;
  const { leader, follower } = cluster;
  const [product] = await stock(context);
  const program = await student();
  let quantity = product?.quantity ?? 0;
  const update = async (when: string) => {
    quantity += random.int(1, 999);
    const nodes = { leaderUrl: leader.url, followerUrl: follower.url };
    const args = [nodes, product?.product_name, quantity];
    return await program.call('updateQuantity', args, { what: `updateQuantity ${when}` });
  };
  const mustSucceed = async (when: string) => {
    const outcome = await whileWell(() => update(when));
    must('value' in outcome && outcome.value === true, `updateQuantity has failed ${when}.`, {
      expected: true,
      actual: 'threw' in outcome ? outcome.threw.message : outcome.value,
      hint: 'What went wrong with one write must not outlive it: a broken connection that is used again, for instance.',
    });
  };
  /** Resolves to the quantity that was not written. */
  const mustFail = async (when: string): Promise<number> => {
    const outcome = await outcomeOf(update(when));
    must('threw' in outcome, `updateQuantity did not fail ${when}.`, {
      expected: 'it throws an Error that says why',
      actual: 'value' in outcome ? `it returned ${String(outcome.value)}` : undefined,
    });
    const { thrown } = outcome.threw;
    must(
      thrown instanceof Error && thrown.message.trim() !== '',
      `updateQuantity does not say why it failed ${when}.`,
      {
        expected: 'an Error with a message',
        actual: thrown,
      },
    );
    return quantity;
  };
  await mustSucceed('while both nodes were well');
  await leader.kill();
  const whileDead = await mustFail('while the leader was dead');
  await leader.start();
  await mustSucceed('when the leader was back');
  const silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
  const sessions = await sessionsOn(leader);
  const whileSilent = await mustFail('while the leader was silent');
  await silence.heal();
  const answers = async () => {
    const probe = await context.session(leader.url);
    await probe.end();
    return true;
  };
  await waitUntil('the leader to answer clients', answers, { timeout: 20_000, signal });
  await mustSucceed('when the leader answered again');
  await program.settle();
  await examine();
  const changes = await changesOf(leader, product?.product_id ?? 0);
  mustBeOver(changes, whileDead, new Set(), 'while the leader was dead');
  mustBeOver(changes, whileSilent, sessions, 'while the leader was silent');
}

async function sessionsOn(leader: ClusterNode): Promise<Set<number>> {
  const rows = await leader.query<{ pid: number }>('SELECT pid FROM pg_catalog.pg_stat_activity');
  return new Set(rows.map(({ pid }) => pid));
}

/**
 * An update that failed is not tried again later. A silent network delivers at last what it held, and that is nobody's
 * fault: it was sent in one of the `sessions` that there were before the silence, for nobody logs in during one, and a
 * session that waits for its answer sends nothing more.
 */
function mustBeOver(changes: readonly Change[], quantity: number, sessions: ReadonlySet<number>, when: string): void {
  const made = changes.filter((change) => change.quantity === quantity).map(({ session }) => session);
  const late = made.filter((session, at) => !sessions.has(session) || made.indexOf(session) < at);
  must(late.length === 0, `updateQuantity failed ${when}, and its update was begun again later.`, {
    expected: `nothing that writes ${quantity} is begun once updateQuantity has thrown`,
    actual: late.length === 1 ? 'it was, and made' : `it was, and made ${late.length} times`,
    hint: 'Whoever was told of the failure decides what to do now: no timer, no login that goes on, no list of what is left.',
  });
}
