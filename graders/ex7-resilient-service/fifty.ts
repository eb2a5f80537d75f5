import { type CheckContext, must, NotYet, waitUntil } from '#harness/grading';
import { type Answer, mayBeBusy, mustBeDone, type Update } from './answer.ts';
import { configOf, patient } from './config.ts';
import { mustShow } from './items.ts';
import { lock } from './lock.ts';
import { Service } from './service.ts';
import { lastingSessionsOn, sessionsOn } from './sessions.ts';
import { mustBeTrue, newQuantities, type Product, stock } from './stock.ts';

/** Connections to one server, as the README says. */
const most = 20;

/** Milliseconds for which the row is held; at most less than half of what a call may wait. */
const held = { least: 1500, most: 2900 };

/** Milliseconds without another session, after which all of them are there: on a busy machine they come slowly. */
const settled = 700;

/** How often the grader asks when a machine may be too busy for fifty calls. */
const attempts = 3;

interface Seen {
  updates: Update[];
  reads: Answer[];
  /** Most lasting sessions that were seen at one moment, on each server. */
  sessions: number[];
}

/** Fifty calls at the same time, thirty of them for one row that is slow: with a follower, and without one. */
export async function callFifty(context: CheckContext): Promise<void> {
  const { leader, follower } = context.cluster;
  const service = await Service.open(context, configOf(leader, follower, patient));
  await allSucceed(context, service, 'Fifty calls run at the same time, and the servers are well');
  // Another program, and this one ended: connections that are left open are not to count here.
  await service.program.kill();
  const isEmpty = async () => (await sessionsOn(leader)) === 0 || new NotYet('sessions of a program that has ended');
  await waitUntil('its sessions to end', isEmpty, { timeout: 20_000, signal: context.signal });
  const alone = await Service.open(context, configOf(leader, undefined, patient));
  await allSucceed(context, alone, 'Fifty calls run at the same time, and without a follower all go to the leader');
}

async function allSucceed(context: CheckContext, service: Service, circumstances: string): Promise<void> {
  const { leader, follower } = context.cluster;
  const products = await stock(context, 4);
  const next = newQuantities(context);
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
  let opened = { seen: 0, at: performance.now() };
  const look = async () => {
    const { ms } = await row.waiting();
    const open = (await Promise.all(nodes.map(sessionsOn))).reduce((sum, each) => sum + each, 0);
    if (open > opened.seen) opened = { seen: open, at: performance.now() };
    const areAllThere = performance.now() - opened.at >= settled;
    if (ms >= held.most || (ms >= held.least && areAllThere)) await row.release();
    // Counted only while the row is slow: later a session may be seen whose connection is closed, and another one.
    else
      for (const [at, node] of nodes.entries())
        sessions[at] = Math.max(sessions[at] ?? 0, await lastingSessionsOn(node));
    return isOver || new NotYet(`a wait of ${ms} ms`);
  };
  await waitUntil('fifty calls to be answered', look, { timeout: 40_000, signal });
  const [updated, read] = await all;
  return { updates: updated, reads: read, sessions };
}
