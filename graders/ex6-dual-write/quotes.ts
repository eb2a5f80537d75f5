import { type CheckContext, fail, must } from '#harness/grading';
import { caughtUp, stock } from './pair.ts';
import { whileWell } from './patience.ts';

/** Characters that the column takes. */
const longest = 255;

/** A name is a value: whatever stands in it, exactly the products of this name are meant. */
export async function quotesAreHarmless(context: CheckContext): Promise<void> {
  const { cluster, random, student } = context;
  const { leader, follower } = cluster;
  const word = random.word(5);
  const soldOut = `Lens ${word}`;
  const names = [
    `Schr\u00f6dinger's Box ${word}`,
    `5" pipe; -- ${word}`,
    `$1 100% \\' $$${word}$$`,
    soldOut,
    `lens ${word}`,
    ` Lens ${word} `,
    // Two that differ in the last of as many characters as the column takes, and two that look alike.
    ...['a', 'b'].map((last) => `Lens ${word}, ${'very '.repeat(longest)}`.slice(0, longest - 1) + last),
    `Caf\u00e9 ${word}`,
    `Cafe\u0301 ${word}`,
  ];
  const products = await stock(context, names);
  const program = await student();
  const nodes = { leaderUrl: leader.url, followerUrl: follower.url };
  const call = async (name: string, ...args: unknown[]) => {
    const outcome = await whileWell(() => program.call(name, [nodes, ...args]));
    if ('value' in outcome) return outcome.value;
    return fail(`${name} has failed for the name ${spelled(String(args[0]))}`, {
      expected: 'a name like any other',
      actual: outcome.threw.message,
    });
  };
  const expected = await quantities(context);
  for (const { product_id, product_name, quantity } of products) {
    const changed = product_name === soldOut ? 0 : quantity + random.int(1, 999);
    const found = await call('updateQuantity', product_name, changed);
    must(found === true, `updateQuantity does not find the product ${spelled(product_name)}`, {
      expected: true,
      actual: found,
    });
    expected.set(product_id, changed);
    await caughtUp(context);
    for (const _node of cluster.nodes) {
      const read = await call('getQuantity', product_name);
      must(read === changed, `getQuantity is wrong about the product ${spelled(product_name)}`, {
        expected: changed,
        actual: read,
      });
    }
  }
  for (const nobody of [`x' OR '1'='1`, `x'; UPDATE inventory SET quantity = 0; --`, `\\' OR true --`, '%']) {
    const found = await call('updateQuantity', nobody, random.int(2, 999));
    must(found === false, `No product is called ${nobody}, and updateQuantity says that it has updated one.`, {
      expected: false,
      actual: found,
    });
    for (const _node of cluster.nodes) {
      const read = await call('getQuantity', nobody);
      must(read === null, `No product is called ${nobody}, and getQuantity has a quantity for it.`, {
        expected: null,
        actual: read,
      });
    }
  }
  await program.settle();
  const left = await quantities(context);
  const wrong = [...expected].find(([id, quantity]) => left.get(id) !== quantity);
  must(wrong === undefined, 'A product has changed that was not meant.', {
    expected: `product ${wrong?.[0]} with ${wrong?.[1]}`,
    actual: left.get(wrong?.[0] ?? 0),
    hint: 'A value stands beside the statement ($1), never in it.',
  });
}

/** A name as a failure shows it: what cannot be told by eye is written out, and the middle of a long one left out. */
function spelled(name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 24)}…${name.slice(-8)} (${name.length} characters)` : name;
  return short.replaceAll(/\p{M}/gu, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Of every product, as the leader has it. */
async function quantities({ cluster: { leader } }: CheckContext): Promise<Map<number, number | null>> {
  const rows = await leader.query<{ id: number; quantity: number | null }>(
    'SELECT product_id AS id, quantity FROM public.inventory',
  );
  return new Map(rows.map(({ id, quantity }) => [id, quantity]));
}
