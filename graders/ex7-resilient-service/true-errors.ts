import { type CheckContext, clientLink } from '#harness/grading';
import { asked, mustBeInTime, mustFail, mustSay, type Update } from './answer.ts';
import { brisk, configOf, type Timeouts } from './config.ts';
import { lock, someoneWaits } from './lock.ts';
import { Service } from './service.ts';
import { mustBeGone } from './sessions.ts';
import { mustBeTrue, newQuantities, stock } from './stock.ts';
import { commitUnanswered } from './unanswered.ts';

/** So long that the grader sees a statement wait before its client gives up. */
const timeouts: Timeouts = { ...brisk, query: 1500 };

const failures = ['UNAVAILABLE', 'UNKNOWN'];

/** Updates whose statement was sent; what is said of them is compared with what the leader has when all is over. */
export async function failTruly(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const products = await stock(context, 5);
  const ids = products.map(({ product_id }) => product_id) as [number, number, number, number, number];
  const [slow, lost, refused, broken, hung] = ids;
  const service = await Service.open(context, configOf(leader, follower, timeouts));
  const updates: Update[] = [];
  const next = newQuantities(context);
  const update = async (by: Service, id: number) => {
    const answer = await by.update(id, next());
    updates.push(answer);
    return answer;
  };

  const waitTooLong = async () => {
    await using _held = await lock(leader, slow);
    return await update(service, slow);
  };
  mustFail(await asked(waitTooLong), 'Another session holds the row for longer than `query`', failures);

  const loseTheAnswer = async () => {
    await using held = await lock(leader, lost);
    let isAnswered = false;
    const answered = update(service, lost).finally(() => {
      isAnswered = true;
    });
    answered.catch(() => undefined); // awaited below
    await someoneWaits(context, held, () => isAnswered);
    await using _silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
    await held.release();
    return await answered;
  };
  const unheard = await asked(loseTheAnswer);
  mustBeInTime(unheard, 'The leader fell silent after the update was sent');
  mustSay(unheard, 'The leader fell silent after the update was sent', failures);

  const readOnly = await Service.open(context, configOf(follower, leader, timeouts), service.program);
  const onFollower = await asked(() => update(readOnly, refused), timeouts);
  const why = 'The leader of the configuration is a follower, and refuses writes with an ERROR';
  mustFail(onFollower, why, ['UNAVAILABLE']);

  const breakCommit = () => commitUnanswered(context, () => update(service, broken), { ended: true });
  const hangCommit = () => commitUnanswered(context, () => update(service, hung), { ended: false });
  for (const [call, circumstances] of [
    [breakCommit, 'The connection broke when the commit was done and not yet answered'],
    [hangCommit, 'The commit was done and is not answered, since it waits for a standby that there is not'],
  ] as const) {
    const unsaid = await asked(call);
    mustBeInTime(unsaid, circumstances);
    mustSay(unsaid, circumstances, failures);
  }

  await Promise.all([service.close(), readOnly.close()]);
  await mustBeGone(context, [leader, follower], 'The services are closed');
  for (const product of products) await mustBeTrue(leader, product, updates);
}
