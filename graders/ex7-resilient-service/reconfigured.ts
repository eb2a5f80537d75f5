import { type CheckContext, clientLink, must, NotYet, waitForCatchup, waitUntil } from '#harness/grading';
import { asked, mustBeAnswered, mustBeDone, mustSay } from './answer.ts';
import { brisk, configOf, patient } from './config.ts';
import { mustReport, wellLeader } from './health.ts';
import { mustShow } from './items.ts';
import { Service } from './service.ts';
import { mustBeGone, sessionsOn } from './sessions.ts';
import { newQuantities, type Product, quantityOn, stock } from './stock.ts';

const fifty = 50;
const atOnce = 5;

/** Milliseconds for which a new configuration is used: what a timer undoes shows. */
const lasting = 1000;

/** The follower is promoted while the old leader is silent; the service moves to it, and leaves nothing behind. */
export async function moveToNewLeader(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const products = await stock(context, 4);
  const next = newQuantities(context);
  const service = await Service.open(context, configOf(leader, follower, brisk));
  await warmUp(service, products, next);
  await waitForCatchup(leader, follower, { timeout: 20_000, signal });
  await follower.promote({ timeout: 20_000, signal });
  const silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
  // Not all of them: a connection that is open and idle is the other kind that must not be left behind.
  const hanging = Promise.all(products.slice(0, 2).map(({ product_id }) => service.update(product_id, next())));
  hanging.catch(() => undefined); // awaited below
  const silent = 'The old leader is silent, and calls are under way';
  mustBeDone(await service.reconfigure(configOf(follower, undefined, patient)), silent);
  for (const update of await hanging) {
    mustBeAnswered(update, silent);
    mustSay(update, silent, ['UNAVAILABLE', 'UNKNOWN']);
  }
  const now = 'The service was reconfigured: the promoted follower is its leader, and there is no follower';
  await useAndCheck(context, service, { products, next }, now);
  await mustReport(context, { service, timeouts: patient }, now, { leader: wellLeader, follower: null });
  await silence.heal();
  await mustBeGone(context, [leader], `${now}, and the old leader is no longer silent`);
  const since = performance.now();
  do await useAndCheck(context, service, { products, next }, now);
  while (performance.now() - since < lasting);

  const other = await service.reconfigure(configOf(follower, leader, patient));
  mustBeDone(other, 'Both servers are well');
  const named = 'The service was reconfigured once more: its follower is the old leader, which is no follower';
  await mustReport(context, { service, timeouts: patient }, named, {
    leader: wellLeader,
    follower: { up: true, role: 'leader', healthy: false, lag: null },
  });
  const [product] = products;
  const there = await quantityOn(leader, product.product_id);
  mustShow(
    await asked(() => service.read(product.product_id), patient),
    product,
    [there],
    `${named}, and reads go there`,
  );
}

/** The old leader is dead when the service moves, and comes back: writable, and fenced by nobody. */
export async function meetOldLeader(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const products = await stock(context, fifty);
  const next = newQuantities(context);
  const service = await Service.open(context, configOf(leader, follower, brisk));
  await warmUp(service, products.slice(0, 5), next);
  await waitForCatchup(leader, follower, { timeout: 20_000, signal });
  await leader.kill();
  await follower.promote({ timeout: 20_000, signal });
  mustBeDone(await service.reconfigure(configOf(follower, undefined, patient)), 'The old leader is dead');
  const moved = performance.now();
  await leader.start();
  await leader.answers({ timeout: 20_000, signal });
  const hasLasted = () => performance.now() - moved >= lasting || new NotYet('what a timer undoes may be yet to come');
  await waitUntil('the new configuration to have lasted', hasLasted, { timeout: 20_000, signal });
  const before = await cluster.traffic(clientLink(leader.name));
  const back = 'The old leader is back, writable, and the service was reconfigured to another one';
  const write = async ({ product_id }: Product) => {
    const old = await quantityOn(leader, product_id);
    const changed = next();
    mustBeDone(await asked(() => service.update(product_id, changed), patient), back);
    return { product_id, old, changed };
  };
  // A few at once: what fifty at once do to a service is another check's question.
  const writes: Awaited<ReturnType<typeof write>>[] = [];
  for (let done = 0; done < fifty; done += atOnce) {
    writes.push(...(await Promise.all(products.slice(done, done + atOnce).map(write))));
  }
  for (const { product_id, old, changed } of writes) {
    const [there, here] = [await quantityOn(leader, product_id), await quantityOn(follower, product_id)];
    must(there === old, `${back}, and a write has reached the old one.`, {
      expected: `quantity ${old} of product ${product_id} on the ${leader.name}`,
      actual: there,
    });
    must(here === changed, `${back}, and a write is not on the new one.`, {
      expected: `quantity ${changed} of product ${product_id} on the ${follower.name}`,
      actual: here,
    });
  }
  const after = await cluster.traffic(clientLink(leader.name));
  must(
    after.accepted === before.accepted && (await sessionsOn(leader)) === 0,
    `${back}, and connects to the old one.`,
    {
      expected: 'no connection to it',
      actual: `${after.accepted - before.accepted} new ones during fifty writes`,
    },
  );
}

async function warmUp(service: Service, products: readonly Product[], next: () => number): Promise<void> {
  const use = async ({ product_id }: Product) => {
    mustBeDone(await asked(() => service.update(product_id, next()), brisk), 'Both servers are well');
    mustBeDone(await asked(() => service.read(product_id), brisk), 'Both servers are well');
  };
  await Promise.all(products.map(use));
}

/** Each product is changed and read; the new leader has it, and the reads show it. */
async function useAndCheck(
  context: CheckContext,
  service: Service,
  { products, next }: { products: readonly Product[]; next: () => number },
  circumstances: string,
): Promise<void> {
  const { follower } = context.cluster;
  const use = async (product: Product) => {
    const changed = next();
    mustBeDone(await asked(() => service.update(product.product_id, changed), patient), circumstances);
    const found = await quantityOn(follower, product.product_id);
    must(found === changed, `${circumstances}, and a write is not there.`, { expected: changed, actual: found });
    mustShow(await asked(() => service.read(product.product_id), patient), product, [changed], circumstances);
  };
  await Promise.all(products.map(use));
}
