import {
  type CheckContext,
  type ClusterNode,
  deposedAcks,
  insertProduct,
  lookAtNewLeader,
  type NewLeader,
  promotionAsked,
  waitForCatchup,
  wallNow,
} from '#harness/grading';
import { goOn } from './fenced.ts';
import { type ProbeWrite, startProber } from './prober.ts';
import { slowAt } from './slow-machine.ts';
import { letVisitorsIn, type Visits } from './visitors.ts';

/** How the old leader is when `failOver` is called. */
export type Plight = 'well' | 'out of reach' | 'frozen';

/** What is found after `failOver`. */
export interface Takeover {
  plight: Plight;
  newLeader: NewLeader;
  /** Wall-clock milliseconds of the follower's "received promote request"; undefined where its log has none. */
  asked: number | undefined;
  /** What the old leader acknowledged although it was asked after the promotion had been. */
  late: ProbeWrite[];
  /** What the old leader acknowledged after the new one had acknowledged a write of its own. */
  deposed: ProbeWrite[];
  /** What old and new clients of the old leader were told in the end. */
  visits: Visits;
}

/** Writes that a prober is to try when all is over, so that a fence that does not hold is seen. */
const lastWrites = 5;

/** Lets the student's code fail over while a client writes to the old leader without a pause. */
export async function takeOver(context: CheckContext, plight: Plight): Promise<Takeover> {
  const { cluster, examine, note, random, signal, student } = context;
  const { leader, follower } = cluster;
  const earlier = [random.product(), random.product()];
  for (const row of earlier) await insertProduct(leader, row);
  await waitForCatchup(leader, follower, { timeout: 10_000, signal });
  const heritage = {
    system: await leader.systemIdentifier(),
    ids: [101, 102, 103, ...earlier.map((row) => row.product_id)],
  };
  const visitors = await letVisitorsIn(context, leader);
  const prober = await startProber(context, leader);
  const program = await student(slowAt(leader, follower, context));
  if (plight === 'out of reach') await cluster.isolate(leader);
  if (plight === 'frozen') await leader.machine.pause();

  await program.call('failOver', [program.lab]);
  await program.settle();
  await examine();
  await goOn(cluster);

  const begun = wallNow();
  const newLeader = await lookAtNewLeader(follower, heritage, random.product());
  const outcome = newLeader.writable === 'yes' ? ('acked' as const) : ('rejected' as const);
  const onNewLeader = { key: 'the first on the new leader', node: follower.name, begun, ended: wallNow(), outcome };
  await prober.goOn(lastWrites);
  await prober.stop();
  const visits = await visitors.tryAll();

  const asked = await promotionAsked(follower);
  // The log cuts its times off to whole milliseconds.
  const surely = (asked ?? Number.POSITIVE_INFINITY) + 1 + (await clockLag(follower));
  const late = prober.writes.filter(({ outcome, begun }) => outcome === 'acked' && begun >= surely);
  const deposed = deposedAcks([...prober.writes, onNewLeader]);
  note('takeover', { plight, newLeader, asked, late: late.length, deposed: deposed.length, visits });
  return { plight, newLeader, asked, late, deposed, visits };
}

/**
 * Milliseconds by which a node's clock is behind ours, at most. They are one clock, unless containers run in a machine of
 * their own; then a question's way there and back is the price of comparing.
 */
async function clockLag(node: ClusterNode): Promise<number> {
  const lags: number[] = [];
  for (let question = 0; question < 3; question += 1) {
    const there = await node.value<number>('SELECT extract(epoch FROM pg_catalog.clock_timestamp())::float8 * 1000');
    lags.push(wallNow() - there);
  }
  return Math.min(...lags);
}
