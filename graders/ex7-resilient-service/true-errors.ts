import { type CheckContext, clientLink } from '#harness/grading';
import { asked, mustBeInTime, mustFail, mustSay, type Update } from './answer.ts';
import { brisk, configOf, type Timeouts } from './config.ts';
import { lock, someoneWaits } from './lock.ts';
import { Service } from './service.ts';
import { mustBeGone } from './sessions.ts';
import { mustBeTrue, quantityOn, stock } from './stock.ts';

/** So long that the grader sees a statement wait before its client gives up. */
const timeouts: Timeouts = { ...brisk, query: 1500 };

/** Updates whose statement was sent; what is said of them is compared with what the leader has when all is over. */
export async function failTruly(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const [slow, lost, refused] = await stock(context, 3);
  if (!lost || !refused) return;
  const service = await Service.open(context, configOf(leader, follower, timeouts));

  const tooSlow = await underLock(context, service, slow.product_id, async (_release, answered) => {
    await answered;
  });
  mustFail(tooSlow, 'Another session holds the row for longer than `query`', ['UNAVAILABLE', 'UNKNOWN']);

  const unheard = await underLock(context, service, lost.product_id, async (release, answered) => {
    await using _silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
    await release();
    await answered;
  });
  mustBeInTime(unheard, 'The leader fell silent after the update was sent');
  mustSay(unheard, 'The leader fell silent after the update was sent', ['UNAVAILABLE', 'UNKNOWN']);

  const readOnly = await Service.open(context, configOf(follower, leader, timeouts), service.program);
  const before = await quantityOn(leader, refused.product_id);
  const onFollower = await asked(() => readOnly.update(refused.product_id, before + 1), timeouts);
  mustFail(onFollower, 'The leader of the configuration is a follower, and refuses writes with an ERROR', [
    'UNAVAILABLE',
  ]);

  await Promise.all([service.close(), readOnly.close()]);
  await mustBeGone(context, [leader, follower], 'The services are closed');
  await mustBeTrue(leader, slow, [tooSlow]);
  await mustBeTrue(leader, lost, [unheard]);
  await mustBeTrue(leader, refused, [onFollower]);
}

/** An update that waits for a row; `meanwhile` is called once it does, and its end releases the row. */
async function underLock(
  context: CheckContext,
  service: Service,
  id: number,
  meanwhile: (release: () => Promise<void>, answered: Promise<Update>) => Promise<void>,
): Promise<Update> {
  const { leader } = context.cluster;
  await using held = await lock(leader, id);
  let isAnswered = false;
  const answered = service.update(id, (await quantityOn(leader, id)) + context.random.int(1, 9999)).finally(() => {
    isAnswered = true;
  });
  answered.catch(() => undefined); // awaited below
  await someoneWaits(context, held, () => isAnswered);
  await meanwhile(held.release, answered);
  return await answered;
}
