import {
  type Change,
  type CheckContext,
  type ClusterNode,
  changesOf,
  clientLink,
  divergentKeys,
  must,
  type NaiveRecord,
  type RunningCluster,
  trackChanges,
} from '#harness/grading';

export type Product = ReturnType<CheckContext['random']['product']>;

/** What a counterexample came to on one server. */
export interface Seen {
  name: string;
  /** What the row has when all is over. */
  quantity: number | null;
  changes: Change[];
  power: ClusterNode['machine']['power'];
}

/** One call of a counterexample, as the servers and the harness's own account of the naive clients tell it. */
export interface Round {
  product: Product;
  clients: NaiveRecord[];
  servers: Seen[];
}

/**
 * Calls a counterexample several times, each with a product of its own, and looks when the program is over: what holds
 * once by luck does not hold each time, and what is undone in a timer counts.
 */
export async function playRounds(context: CheckContext, name: string, count: number): Promise<Round[]> {
  const { cluster, examine, naive, random, student } = context;
  const products = Array.from({ length: count }, () => random.product());
  for (const node of cluster.nodes) {
    for (const product of products) await insert(node, product);
    await trackChanges(node);
  }
  const program = await student();
  for (const [at, product] of products.entries()) {
    await program.call(name, [program.lab, product], { what: `${name}, call ${at + 1} of ${count},` });
    for (const node of cluster.nodes) mustServe(cluster, node, name);
  }
  await program.settle();
  await examine();
  await othersUntouched(cluster.nodes, products, name);
  return await Promise.all(
    products.map(async (product) => ({
      product,
      clients: naive.filter((record) => record.product === product.product_id),
      servers: await Promise.all(cluster.nodes.map((node) => look(node, product))),
    })),
  );
}

async function insert(node: ClusterNode, { product_id, product_name, quantity }: Product): Promise<void> {
  await node.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
    product_id,
    product_name,
    quantity,
  ]);
}

/** A server that nobody reaches would be another story. By what was done to it: how fast it answers proves nothing. */
function mustServe({ faults }: RunningCluster, node: ClusterNode, name: string): void {
  const cut = faults.some(({ healedAt, links }) => healedAt === undefined && links.includes(clientLink(node.name)));
  must(node.state === 'running' && !cut, `${name} has returned, and ${node.name} serves nobody.`, {
    expected: 'both servers run, and clients reach them',
    actual: `${node.name} is ${node.state}${cut ? ', and its clients are cut off' : ''}`,
    hint: 'Start what you have stopped, resume what you have paused, and heal what you have isolated.',
  });
}

/** All other products are the same on both servers. */
async function othersUntouched(nodes: readonly ClusterNode[], products: Product[], name: string): Promise<void> {
  const given = products.map(({ product_id }) => product_id);
  const replicas = await Promise.all(
    nodes.map(async (node) => {
      const rows = await node.query<{ id: number; quantity: number | null }>(
        'SELECT product_id AS id, quantity FROM public.inventory WHERE product_id <> ALL ($1)',
        [given],
      );
      return new Map(rows.map(({ id, quantity }) => [id, quantity]));
    }),
  );
  const divergent = divergentKeys(...replicas);
  must(divergent.length === 0, `${name} has touched another product than the one that it was given.`, {
    expected: 'the two servers differ in the given product at most',
    actual: `they differ in ${divergent.join(', ')}`,
  });
}

async function look(node: ClusterNode, { product_id }: Product): Promise<Seen> {
  const quantity = await node.value<number | null>('SELECT quantity FROM public.inventory WHERE product_id = $1', [
    product_id,
  ]);
  return { name: node.name, quantity, changes: await changesOf(node, product_id), power: node.machine.power };
}
