import { type CheckContext, isReplicating, waitUntil } from '#harness/grading';
import { asked, mustBeAnswered, mustBeDone, mustFail, mustSay, type Update } from './answer.ts';
import { brisk, configOf } from './config.ts';
import { down, mustReport, wellFollower, wellLeader } from './health.ts';
import { mustShow } from './items.ts';
import { receiverGone } from './replay.ts';
import { Service } from './service.ts';
import { mustBeTrue, newQuantities, type Product, stock } from './stock.ts';

/** The leader dies under load, stays dead for a while, and comes back. */
export async function killLeader(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const [quiet, ...busy] = await stock(context, 4);
  const service = await Service.open(context, configOf(leader, follower, brisk));
  const next = newQuantities(context);
  const updates = await dieUnderLoad(context, service, busy, next);
  const gone = 'The leader is dead';
  await receiverGone(context);
  await mustReport(context, { service, timeouts: brisk }, gone, {
    leader: down,
    follower: { ...wellFollower, healthy: false, lag: null },
  });
  const { product_id, quantity } = quiet;
  for (let times = 3; times > 0; times -= 1) {
    mustFail(await asked(() => service.update(product_id, next())), gone, ['UNAVAILABLE', 'UNKNOWN']);
    mustShow(await asked(() => service.read(product_id), brisk), quiet, [quantity], gone);
  }
  const fresh = await Service.open(context, configOf(leader, follower, brisk), service.program);
  const nothingSent = `${gone}, so that a new service has no connection to send anything by`;
  mustFail(await asked(() => fresh.update(product_id, next())), nothingSent, ['UNAVAILABLE']);

  await leader.start();
  await leader.answers({ timeout: 20_000, signal });
  await isReplicating(leader, follower, { timeout: 20_000, signal });
  const back = 'The leader is back';
  for (const product of busy) await mustBeTrue(leader, product, updates);
  mustBeDone(await asked(() => service.update(product_id, next()), brisk), back);
  await mustReport(context, { service, timeouts: brisk }, back, {
    leader: wellLeader,
    follower: { ...wellFollower, lag: 'measured' },
  });
}

/** Kills the leader while each product has a client that updates it; all that they were told. */
async function dieUnderLoad(
  { cluster: { leader }, note, signal }: CheckContext,
  service: Service,
  products: readonly Product[],
  next: () => number,
): Promise<Update[]> {
  const updates: Update[] = [];
  let isOver = false;
  const client = async ({ product_id }: Product) => {
    while (!isOver) updates.push(await service.update(product_id, next()));
  };
  const clients = Promise.all(products.map(client));
  clients.catch(() => undefined); // awaited below
  const isUnderLoad = () => updates.length >= 12 || updates.some(({ outcome }) => outcome === 'open');
  await Promise.race([waitUntil('twelve updates', isUnderLoad, { timeout: 30_000, signal }), clients]);
  await leader.kill();
  note('leader.killed', { updates: updates.length });
  isOver = true;
  await clients;
  for (const update of updates) {
    mustBeAnswered(update, 'The leader died');
    mustSay(update, 'The leader died', ['UNAVAILABLE', 'UNKNOWN']);
  }
  return updates;
}
