import { type CheckContext, must, waitForCatchup } from '#harness/grading';
import { asked, mustBeDone, mustFail } from './answer.ts';
import { configOf, patient } from './config.ts';
import { mustShow } from './items.ts';
import { Service } from './service.ts';
import { newQuantities, quantityOn, stock } from './stock.ts';

const well = 'Both servers are well';

/** Updates and reads of several products, again and again, and of one that there is not. */
export async function updateAndRead(context: CheckContext): Promise<void> {
  const { cluster, random, signal } = context;
  const { leader, follower } = cluster;
  const products = await stock(context, 3);
  const service = await Service.open(context, configOf(leader, follower, patient));
  const next = newQuantities(context);
  for (const product of [...products, products[0]]) {
    for (const quantity of [next(), next()]) {
      const { product_id } = product;
      mustBeDone(await asked(() => service.update(product_id, quantity), patient), well);
      const found = await quantityOn(leader, product_id);
      must(
        found === quantity,
        `updateInventory(${product_id}, ${quantity}) was done, and the leader has not changed.`,
        {
          expected: `quantity ${quantity} on the leader`,
          actual: found,
        },
      );
      await waitForCatchup(leader, follower, { timeout: 20_000, signal });
      mustShow(await asked(() => service.read(product_id), patient), product, [quantity], well);
    }
  }
  const nobody = random.product().product_id;
  const missing = 'There is no such product';
  mustFail(await asked(() => service.update(nobody, 7), patient), missing, ['NOT_FOUND']);
  const read = await asked(() => service.read(nobody), patient);
  mustBeDone(read, missing);
  must(read.value === null, `${missing}, and ${read.what} shows one.`, { expected: null, actual: read.value });
}
