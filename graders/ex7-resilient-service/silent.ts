import { type CheckContext, clientLink } from '#harness/grading';
import { type Answer, asked, mustBeDone, mustFail, type Update } from './answer.ts';
import { brisk, configOf } from './config.ts';
import { down, mustReport, wellFollower } from './health.ts';
import { mustShow } from './items.ts';
import { Service } from './service.ts';
import { mustBeGone } from './sessions.ts';
import { mustBeTrue, newQuantities, type Product, stock } from './stock.ts';

/** The leader, then both servers, then the follower take what clients send and answer nothing; then all is whole again. */
export async function fallSilent(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const [spare, ...products] = await stock(context, 5);
  const service = await Service.open(context, configOf(leader, follower, brisk));
  const next = newQuantities(context);
  const updates = await warmUp(service, products, next);

  const silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
  const silent = 'The leader takes connections and is silent';
  const fresh = await Service.open(context, configOf(leader, follower, brisk), service.program);
  const updateBy = async (by: Service, { product_id }: Product) => {
    const update = await by.update(product_id, next());
    updates.push(update); // also one that is not judged because it was late: it may be done yet
    return update;
  };
  const hang = async (product: Product) => {
    for (let times = 2; times > 0; times -= 1) {
      const update = await asked(() => updateBy(service, product));
      mustFail(update, `${silent}, with connections open from before`, ['UNAVAILABLE', 'UNKNOWN']);
    }
  };
  const neverSent = async () => {
    const update = await asked(() => updateBy(fresh, spare));
    mustFail(update, `${silent}, and a new service got no connection to send anything by`, ['UNAVAILABLE']);
  };
  const read = async (product: Product) => {
    const quantities = [product.quantity, ...updates.filter(isOf(product)).map(({ quantity }) => quantity)];
    mustShow(await asked(() => service.read(product.product_id), brisk), product, quantities, silent);
  };
  const report = async () =>
    await mustReport(context, { service, timeouts: brisk }, silent, {
      leader: down,
      follower: { ...wellFollower, lag: null },
    });
  await allOf([...products.map(hang), ...products.map(read), neverSent(), report()]);

  const darkness = await cluster.inflict([clientLink(follower.name)], { kind: 'hold' });
  const dark = 'Both servers take connections and are silent';
  const unread = async () => mustFail(await asked(() => service.read(spare.product_id)), dark, ['UNAVAILABLE']);
  const nothing = async () =>
    await mustReport(context, { service, timeouts: brisk }, dark, { leader: down, follower: { ...down, lag: null } });
  await allOf([unread(), unread(), nothing()]);

  await silence.heal();
  // Now the leader could answer a read, and must not be asked: on connections from before, and on new ones.
  const alone = 'The follower takes connections and is silent, while the leader is well';
  const readBy = async (by: Service, { product_id }: Product) =>
    mustFail(await asked(() => by.read(product_id)), alone, ['UNAVAILABLE']);
  await allOf([...products.map((product) => readBy(service, product)), readBy(fresh, spare)]);
  await darkness.heal();
  const whole = 'The network is whole again';
  mustBeDone(await asked(() => service.update(101, next()), brisk), whole);
  mustShow(await asked(() => service.read(spare.product_id), brisk), spare, [spare.quantity], whole);
  const closed: Answer[] = await Promise.all([service.close(), fresh.close()]);
  for (const answer of closed) mustBeDone(answer, whole);
  // What hung may still be done now; when its session has ended, it is decided.
  await mustBeGone(context, [leader, follower], 'The services are closed');
  for (const product of [spare, ...products]) await mustBeTrue(leader, product, updates);
}

/** Several connections are open when it returns, in a service that keeps any. */
async function warmUp(service: Service, products: readonly Product[], next: () => number): Promise<Update[]> {
  const one = ({ product_id }: Product) => asked(() => service.update(product_id, next()), brisk);
  const [updates] = await Promise.all([
    Promise.all(products.map(one)),
    Promise.all(products.map(({ product_id }) => asked(() => service.read(product_id), brisk))),
  ]);
  for (const update of updates) mustBeDone(update, 'Both servers are well');
  return updates;
}

function isOf({ product_id }: Product): (update: Update) => boolean {
  return ({ id }) => id === product_id;
}

/** Waits for all of them, and then throws what the first one that failed threw. */
async function allOf(all: Promise<void>[]): Promise<void> {
  for (const { status, ...rest } of await Promise.allSettled(all)) {
    if (status === 'rejected') throw (rest as PromiseRejectedResult).reason;
  }
}
