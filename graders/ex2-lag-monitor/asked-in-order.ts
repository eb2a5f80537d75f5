import { type CheckContext, type ClusterNode, clientLink, waitUntil } from '#harness/grading';
import { mayBeLate, type Observation, type Observer, promised } from './observe.ts';
import { read } from './reading.ts';
import { caughtUp, write } from './scenes.ts';

/** Milliseconds that a program which asks both servers side by side has to hear the follower. */
const opportunity = 300;

/** Milliseconds in which a program knocks at a server; one that kept a connection does not knock. */
const knocking = 500;

/** Milliseconds in which a slow server says nothing, at least: less than it may take, and more than an impatient program waits. */
const slowness = 750;

const attempts = 8;

/**
 * The way to one of the two is slow. Meanwhile there are changes, and the follower gets them. With a slow leader,
 * whoever asks it first finds a follower that has everything, and whoever asked the follower before the changes calls
 * it late. With a slow follower, the leader's answer is the older one: the difference falls below zero.
 */
export async function askedInOrder(context: CheckContext, observer: Observer, slow: ClusterNode): Promise<Observation> {
  for (let attempt = 1; ; attempt += 1) {
    const { seen, held } = await askSlowly(context, observer, slow);
    // Who waited for as long as a server may take has done no wrong: on a busy machine the rest of its answer is late too.
    if (!mayBeLate(seen)) return seen;
    context.note('void', { held, attempt });
    if (attempt === attempts && held < promised) return seen;
    if (attempt === attempts) throw new Error(`this machine is too busy: ${slow.name} was out of reach for ${held} ms`);
    await caughtUp(context);
  }
}

async function askSlowly(
  context: CheckContext,
  observer: Observer,
  slow: ClusterNode,
): Promise<{ seen: Observation; held: number }> {
  const { cluster, signal } = context;
  const link = clientLink(slow.name);
  await observer.ready();
  const start = await read(cluster);
  const { accepted } = await cluster.traffic(link);
  const hold = await cluster.inflict([link], { kind: 'hold' });
  const began = performance.now();
  const telling = observer.tell();
  telling.catch(() => undefined); // awaited below
  const within = (timeout: number, what: string, probe: () => Promise<boolean>) =>
    waitUntil(what, probe, { timeout, signal }).catch(() => signal.throwIfAborted());
  const knocks = await within(knocking, 'a connection', async () => (await cluster.traffic(link)).accepted > accepted);
  // Nothing that a right program does: it asks the follower later, and only some time passes.
  if (knocks && slow === cluster.leader)
    await within(opportunity, 'an early question', () => isAsked(cluster.follower));
  await write(context);
  await caughtUp(context);
  await within(promised, 'a slow answer', async () => performance.now() - began >= slowness);
  // A slow leader says where it is now; a slow follower is compared with what the leader said before.
  const before = slow === cluster.leader ? await read(cluster) : start;
  await hold.heal();
  const held = performance.now() - began;
  const told = await telling;
  const circumstances = `The ${slow.name} was slow to answer, and the follower kept up`;
  return { seen: { circumstances, state: 'streaming', told, before, after: await read(cluster) }, held };
}

/** Whether a program has had an answer from the node and still has its connection. */
async function isAsked(node: ClusterNode): Promise<boolean> {
  return await node.value<boolean>(
    "SELECT count(*) > 0 FROM pg_catalog.pg_stat_activity WHERE usename = 'student' AND state = 'idle' AND query LIKE '%lsn%'",
  );
}
