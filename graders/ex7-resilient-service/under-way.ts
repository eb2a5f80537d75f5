import type { CheckContext } from '#harness/grading';
import { type Answer, asked, mustBeAnswered, mustBeDone, mustFail, mustSay, type Update } from './answer.ts';
import { configOf, patient } from './config.ts';
import { lock, someoneWaits } from './lock.ts';
import { Service } from './service.ts';
import { mustBeGone } from './sessions.ts';
import { mustBeTrue, newQuantities, type Product, stock } from './stock.ts';

/** Thirty calls are under way when the service is reconfigured. */
export async function reconfigureUnderLoad(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const [product] = await stock(context, 1);
  await follower.promote({ timeout: 20_000, signal });
  const service = await Service.open(context, configOf(leader, undefined, patient));
  const busy = 'Thirty updates wait for a row when the service is reconfigured';
  const next = configOf(follower, undefined, patient);
  const { updates, changed } = await during(context, service, product, () => service.reconfigure(next));
  for (const update of updates) {
    mustBeAnswered(update, busy);
    mustSay(update, busy, ['UNAVAILABLE', 'UNKNOWN']);
  }
  mustBeDone(changed, busy);
  await mustBeGone(context, [leader], 'The service was reconfigured to another leader');
  await mustBeTrue(leader, product, updates);
}

/** Calls are under way when the service is closed; afterwards it takes none, and nothing keeps the program. */
export async function closeUnderLoad(context: CheckContext): Promise<Service> {
  const { leader, follower } = context.cluster;
  const [product] = await stock(context, 1);
  const service = await Service.open(context, configOf(leader, follower, patient));
  mustBeDone(await asked(() => service.read(product.product_id), patient), 'Both servers are well');
  const busy = 'Thirty updates wait for a row when the service is closed';
  const { updates, changed } = await during(context, service, product, () => service.close());
  for (const update of updates) {
    mustBeAnswered(update, busy);
    mustSay(update, busy, ['UNAVAILABLE', 'UNKNOWN', 'CLOSED']);
  }
  mustBeDone(changed, busy);
  const closed = 'The service is closed';
  await mustBeGone(context, [leader, follower], closed);
  await mustBeTrue(leader, product, updates);
  mustFail(await asked(() => service.update(product.product_id, 1)), closed, ['CLOSED']);
  mustFail(await asked(() => service.read(product.product_id)), closed, ['CLOSED']);
  mustBeDone(await asked(() => service.close()), `${closed}, and is closed again`);
  return service;
}

/** `change` happens while thirty updates of a product are under way, and the first of them wait for its row. */
async function during(
  context: CheckContext,
  service: Service,
  { product_id }: Product,
  change: () => Promise<Answer>,
): Promise<{ updates: Update[]; changed: Answer }> {
  const { leader } = context.cluster;
  await using held = await lock(leader, product_id);
  let answered = 0;
  const next = newQuantities(context);
  const updates = Array.from({ length: 30 }, async () => {
    const update = await service.update(product_id, next());
    answered += 1;
    return update;
  });
  const all = Promise.all(updates);
  all.catch(() => undefined); // awaited below
  await someoneWaits(context, held, () => answered === updates.length);
  const changing = change();
  changing.catch(() => undefined); // awaited below
  // The program takes its calls in order: when it has answered this one, the change has begun.
  await Service.open(context, configOf(leader, undefined, patient), service.program);
  await held.release();
  return { updates: await all, changed: await changing };
}
