import { type CheckContext, lostWrites, NotYet, waitUntil } from '#harness/grading';
import { configure } from './configure.ts';
import { type Answer, clockOf, mayBeLate, syncWaiters } from './waiters.ts';

/** How the follower is lost before the leader dies; `none`: the leader dies with writes under way. */
export type Cut = 'disconnect' | 'blackhole' | 'none';

/** What clients were told around a failure, and what the promoted follower has. */
export interface Aftermath {
  cut: Cut;
  acked: number;
  /** Ids of rows that were called acked and are not on the new leader. */
  lost: number[];
  /** Answers other than acked to writes that were over before anything failed. */
  unacked: unknown[];
  /** Answers that are none of the three. */
  strange: unknown[];
}

interface Written extends Answer {
  id: number;
  begun: number;
}

const writers = 3;

/**
 * Lets clients write through the student's `write` while the follower is lost and the leader dies, promotes the
 * follower, and compares what was acked with what is there.
 */
export async function failOver(context: CheckContext, cut: Cut): Promise<Aftermath> {
  const { cluster, random, student, note, signal } = context;
  const { leader, follower } = cluster;
  const [program] = await Promise.all([student(), configure(context)]);
  const settled: Written[] = [];
  const pending = new Set<Written>();
  let over = false;
  const client = async () => {
    while (!over) {
      const row = random.product();
      const written: Written = { id: row.product_id, told: undefined, took: 0, begun: performance.now() };
      pending.add(written);
      written.told = await program.call('write', [leader.url, row]);
      written.took = performance.now() - written.begun;
      pending.delete(written);
      settled.push(written);
    }
  };
  // Ends early only when a call fails; awaited to the end once the leader is dead.
  let clients: Promise<unknown> = Promise.all(Array.from({ length: writers }, client));
  clients.catch(() => undefined);

  // The moment of the failure: after so many acked writes (more than any other check asks for), or after six seconds
  // of writes that are slow, as they may be.
  const enough = random.int(14, 24);
  const acks = () => settled.filter(({ told }) => told === 'acked').length;
  const began = performance.now();
  const moment = () => acks() >= enough || performance.now() - began > 6000 || new NotYet(`${acks()} acked writes`);
  await Promise.race([waitUntil('the moment of the failure', moment, { timeout: 20_000, signal }), clients]);
  const unacked = settled.filter((each) => each.told !== 'acked' && !mayBeLate(each)).map(({ told }) => told);
  if (cut !== 'none') {
    await (cut === 'disconnect' ? cluster.disconnect(leader) : cluster.blackhole(leader));
    const since = performance.now();
    const onLeader = await clockOf(leader);
    note('cut', { cut, acked: acks() });
    // A write that began after the cut must come to something before the leader dies: an answer, or a wait of the
    // server for its follower. Otherwise a writer that acks too early could escape by being slow. Clients that wait
    // since before the cut prove nothing, for their rows may have arrived: one more client begins now.
    clients = Promise.all([clients, client()]);
    clients.catch(() => undefined);
    const decided = async () =>
      settled.some(({ begun }) => begun > since) ||
      (await syncWaiters(leader, onLeader)) > 0 ||
      new NotYet(`${pending.size} writes under way`);
    await Promise.race([waitUntil('a write after the cut', decided, { timeout: 20_000, signal }), clients]);
  }
  over = true;
  await leader.kill();
  note('leader.killed', { acked: acks() });
  await clients;
  await program.kill();

  // The cut stays: what a silent network held back is lost with the leader, and must not arrive after its death.
  await follower.promote({ timeout: 10_000, signal });
  const acked = settled
    .filter(({ told }) => told === 'acked')
    .map(({ id }) => ({ key: id, outcome: 'acked' as const }));
  const rows = await follower.query<{ product_id: number }>(
    'SELECT product_id FROM public.inventory WHERE product_id = ANY ($1)',
    [acked.map(({ key }) => key)],
  );
  const present = rows.map((row) => row.product_id);
  const strange = settled
    .map(({ told }) => told)
    .filter((told) => !['acked', 'rejected', 'unknown'].includes(told as string));
  return { cut, unacked, acked: acked.length, lost: lostWrites(acked, present), strange };
}
