import { type CheckContext, type ClusterNode, changesOf, fail, must, type Student } from '#harness/grading';
import { caughtUp, stock } from './pair.ts';
import { whileWell } from './patience.ts';
import type { Product } from './rounds.ts';

/** Updates one at a time, and groups of updates at once. */
const oneByOne = 12;
const groups = 4;
const atOnce = 4;

interface Update {
  product: Product;
  quantity: number;
  /** It failed on a busy machine and was sent again: it may have been made once or more often. */
  unsure?: true;
}

/** Every update is made on the leader, once, before it is called done, and stays; nothing is even tried elsewhere. */
export async function writesReachTheLeader(context: CheckContext): Promise<void> {
  const { cluster, random, student, examine } = context;
  const { leader, follower } = cluster;
  const products = await stock(context);
  const program = await student();
  const all: Update[] = [];
  const next = (product: Product): Update => {
    const last = all.filter((update) => update.product === product).at(-1)?.quantity ?? product.quantity;
    const update = { product, quantity: last + random.int(1, 999) };
    all.push(update);
    return update;
  };
  for (let left = oneByOne; left > 0; left -= 1) {
    const update = next(random.pick(products));
    await write(program, context, update);
    await mustHave(leader, update);
  }
  for (let left = groups; left > 0; left -= 1) {
    const group = products.slice(0, atOnce).map(next);
    await Promise.all(group.map((update) => write(program, context, update)));
  }
  await program.settle();
  await examine();
  for (const product of products) await mustBeMadeOnce(leader, product, all);
  await caughtUp(context);
  const refused = refusedOn(await follower.log());
  must(refused.length === 0, 'Statements that write have reached the follower.', {
    expected: `${all.length} updates on the leader, and none on the follower`,
    actual: `the follower has refused ${refused.length}: ${refused[0]}`,
  });
}

async function write(program: Student, { cluster }: CheckContext, update: Update): Promise<void> {
  const { product, quantity } = update;
  const nodes = { leaderUrl: cluster.leader.url, followerUrl: cluster.follower.url };
  const outcome = await whileWell(() => program.call('updateQuantity', [nodes, product.product_name, quantity]));
  if (outcome.attempt > 1) update.unsure = true;
  if ('threw' in outcome)
    fail('Both nodes are well, and updateQuantity has failed.', { expected: true, actual: outcome.threw.message });
  must(outcome.value === true, 'updateQuantity did not return true for a product that there is.', {
    expected: true,
    actual: outcome.value,
  });
}

async function mustHave(leader: ClusterNode, { product, quantity }: Update): Promise<void> {
  const found = await leader.value<number | null>('SELECT quantity FROM public.inventory WHERE product_id = $1', [
    product.product_id,
  ]);
  must(found === quantity, 'updateQuantity has returned, and the leader does not have the update.', {
    expected: quantity,
    actual: found,
    hint: 'Await the query before you return.',
  });
}

/** By the notes that every change of the table has left: what was made, and what was made once more later. */
async function mustBeMadeOnce(leader: ClusterNode, product: Product, all: readonly Update[]): Promise<void> {
  const asked = all.filter((update) => update.product === product);
  const unsure = asked.filter((update) => update.unsure).map(({ quantity }) => quantity);
  const expected = asked.filter((update) => !update.unsure).map(({ quantity }) => quantity);
  const changes = await changesOf(leader, product.product_id);
  const made = changes.map(({ quantity }) => quantity).filter((quantity) => !unsure.includes(quantity ?? -1));
  must(made.join() === expected.join(), 'The leader has seen other updates of a product than you were asked for.', {
    expected: `each update once: ${expected.join(', ')}`,
    actual: made.join(', ') || 'none',
    hint: 'One update is one statement on the leader. Nothing may follow when your function has returned.',
  });
}

/** What a server in recovery says of every statement that would change something. */
function refusedOn(log: string): string[] {
  return log
    .split('\n')
    .filter((line) => / ERROR: .*(read-only transaction|during recovery)/.test(line))
    .map((line) => line.replace(/^.* ERROR: +/, ''));
}
