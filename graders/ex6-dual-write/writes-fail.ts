import { type CheckContext, clientLink, must, waitUntil } from '#harness/grading';
import { outcomeOf, stock } from './pair.ts';
import { whileWell } from './patience.ts';

/** Without its leader nobody can write: that is said, in time, and it is over when the leader is back. */
export async function writesFailClearly(context: CheckContext): Promise<void> {
  const { cluster, random, signal, student } = context;
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
  const mustFail = async (when: string) => {
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
  };
  await mustSucceed('while both nodes were well');
  await leader.kill();
  await mustFail('while the leader was dead');
  await leader.start();
  await mustSucceed('when the leader was back');
  const silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
  await mustFail('while the leader was silent');
  await silence.heal();
  const answers = async () => {
    const probe = await context.session(leader.url);
    await probe.end();
    return true;
  };
  await waitUntil('the leader to answer clients', answers, { timeout: 20_000, signal });
  await mustSucceed('when the leader answered again');
}
