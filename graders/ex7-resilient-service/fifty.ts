import { type CheckContext, must, NotYet, waitUntil } from '#harness/grading';
import { type Answer, mayBeBusy, mustBeDone, type Update } from './answer.ts';
import { configOf, patient } from './config.ts';
import { mustShow } from './items.ts';
import { lock } from './lock.ts';
import { Service } from './service.ts';
import { sessionsOn } from './sessions.ts';
import { mustBeTrue, newQuantities, type Product, stock } from './stock.ts';

/** Connections to one server, as the README says. */
const most = 20;

/** Milliseconds for which the row is held: less than half of what a call may wait. */
const held = 1500;

/** How often the grader asks when a machine may be too busy for fifty calls. */
const attempts = 3;

interface Seen {
  updates: Update[];
  reads: Answer[];
  /** Most sessions that were seen at one moment, on each server. */
  sessions: number[];
}

/** Fifty calls at the same time, thirty of them for one row that is slow. */
export async function callFifty(context: CheckContext): Promise<void> {
  const { leader, follower } = context.cluster;
  const products = await stock(context, 4);
  const service = await Service.open(context, configOf(leader, follower, patient));
  const next = newQuantities(context);
  const circumstances = 'Fifty calls run at the same time, and the servers are well';
  for (let attempt = 1; ; attempt += 1) {
    const [slow, ...others] = products;
    const { updates, reads, sessions } = await together(context, service, products, next);
    const all: Answer[] = [...updates, ...reads];
    if (attempt < attempts && all.some((answer) => mayBeBusy(answer, patient))) continue;
    for (const answer of all) mustBeDone(answer, circumstances);
    for (const [at, read] of reads.entries()) {
      const product = others[at % others.length] as Product;
      mustShow(read, product, [product.quantity], circumstances);
    }
    await mustBeTrue(leader, slow, updates);
    for (const [at, node] of [leader, follower].entries()) {
      const seen = sessions[at] ?? 0;
      const rationale = `${circumstances}, and they use too many connections to the ${node.name}.`;
      must(seen <= most, rationale, { expected: `at most ${most}`, actual: seen });
    }
    return;
  }
}

async function together(
  { cluster: { leader, follower }, signal }: CheckContext,
  service: Service,
  [slow, ...others]: readonly [Product, ...Product[]],
  next: () => number,
): Promise<Seen> {
  await using row = await lock(leader, slow.product_id);
  let isOver = false;
  const updates = Array.from({ length: 30 }, () => service.update(slow.product_id, next()));
  const reads = Array.from({ length: 20 }, (_, at) => service.read((others[at % others.length] as Product).product_id));
  const all = Promise.all([Promise.all(updates), Promise.all(reads)]).finally(() => {
    isOver = true;
  });
  all.catch(() => undefined); // awaited below
  const nodes = [leader, follower];
  const sessions = [0, 0];
  const look = async () => {
    const { ms } = await row.waiting();
    if (ms >= held) await row.release();
    // Counted only while the row is slow: later a session may be seen whose connection is closed, and another one.
    else for (const [at, node] of nodes.entries()) sessions[at] = Math.max(sessions[at] ?? 0, await sessionsOn(node));
    return isOver || new NotYet(`a wait of ${ms} ms`);
  };
  await waitUntil('fifty calls to be answered', look, { timeout: 40_000, signal });
  const [updated, read] = await all;
  return { updates: updated, reads: read, sessions };
}
