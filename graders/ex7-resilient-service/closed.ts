import { type CheckContext, clientLink, must } from '#harness/grading';
import { asked, mustBeDone } from './answer.ts';
import { brisk, configOf } from './config.ts';
import { Service } from './service.ts';
import { mustBeGone } from './sessions.ts';
import { newQuantities, stock } from './stock.ts';
import { closeUnderLoad } from './under-way.ts';

/** A service is closed under load, another one while its leader is silent; then the program has nothing left to do. */
export async function closeServices(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const { program } = await closeUnderLoad(context);
  const [product] = await stock(context, 1);
  const service = await Service.open(context, configOf(leader, follower, brisk), program);
  const next = newQuantities(context);
  mustBeDone(await asked(() => service.update(product.product_id, next()), brisk), 'Both servers are well');
  const silence = await cluster.inflict([clientLink(leader.name)], { kind: 'hold' });
  mustBeDone(await asked(() => service.close()), 'The leader is silent');
  const end = await program.settle();
  must(end === 'ended', 'All services are closed, and the program does not end.', {
    expected: 'a program that ends when nothing is asked of it any more',
    actual: 'something is still pending: a connection, or a timer',
    hint: 'The goodbye of a connection waits for the other side. Whose connection is it that never closes?',
  });
  await silence.heal();
  await mustBeGone(context, [leader, follower], 'All services are closed');
}
