import { type CheckContext, clientLink } from '#harness/grading';
import { asked, mustBeDone, mustFail } from './answer.ts';
import { brisk, configOf, patient } from './config.ts';
import { mustShow } from './items.ts';
import { pauseReplay } from './replay.ts';
import { Service } from './service.ts';
import { newQuantities, type Product, stock } from './stock.ts';

/** With replay paused the two servers give different answers, and so tell who was asked. */
export async function route(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const products = await stock(context, 2);
  const [product, other] = products as [Product, Product];
  const service = await Service.open(context, configOf(leader, follower, patient));
  const quick = await Service.open(context, configOf(leader, follower, brisk), service.program);
  const alone = await Service.open(context, configOf(leader, undefined, patient), service.program);
  const next = newQuantities(context);
  await pauseReplay(context);
  const { product_id, quantity } = product;
  const paused = 'Replay is paused on the follower';
  for (const changed of [next(), next(), next()]) {
    mustBeDone(await asked(() => service.update(product_id, changed), patient), paused);
    const reads = Array.from({ length: 5 }, () => asked(() => service.read(product_id), patient));
    const where = `${paused}, so that it still has quantity ${quantity} where the leader has ${changed}`;
    for (const read of await Promise.all(reads)) mustShow(read, product, [quantity], where);
    const read = await asked(() => alone.read(product_id), patient);
    mustShow(read, product, [changed], 'The configuration names no follower, so reads go to the leader');
  }
  const gone = await cluster.inflict([clientLink(follower.name)], { kind: 'sever' });
  const down = 'The follower refuses connections';
  for (let times = 3; times > 0; times -= 1) mustFail(await asked(() => quick.read(product_id)), down, ['UNAVAILABLE']);
  mustBeDone(await asked(() => service.update(other.product_id, next()), patient), down);
  await gone.heal();
  const back = 'The follower lets clients in again, its replay still paused';
  mustShow(await asked(() => service.read(product_id), patient), product, [quantity], back);
  mustShow(await asked(() => quick.read(product_id), brisk), product, [quantity], back);
}
