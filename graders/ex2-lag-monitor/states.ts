import { type CheckContext, formatLsn } from '#harness/grading';
import { askedInOrder } from './asked-in-order.ts';
import { apart, type Observation, Observer } from './observe.ts';
import {
  caughtUp,
  mend,
  oldCommit,
  pauseReplay,
  received,
  resumeReplay,
  sever,
  streams,
  switchSegment,
  unlinked,
  write,
  writeLittle,
} from './scenes.ts';

/** What measureLag said of a pair whose servers both run. */
export interface States {
  idle: Observation[];
  /** With a slow way to the leader, and with a slow way to the follower. */
  ordered: Observation[];
  /** While the leader's changes are on their way, and when they have arrived and wait to be replayed. */
  paused: Observation[];
  /** Before and after the leader has something new. */
  severed: Observation[];
  longer: Observation;
  restarted: { paused: Observation; severed: Observation };
}

type Scene = (context: CheckContext, observer: Observer) => Promise<Partial<States>>;

/** Every scene once, in random order, each from a follower that has everything; and how that looks before each. */
export async function throughStates(context: CheckContext): Promise<States> {
  const observer = new Observer(context);
  const idle: Observation[] = [];
  const facts: Partial<States> = { idle };
  const scenes: Scene[] = [ordered, paused, severed, longer, restarted];
  while (scenes.length > 0) {
    await write(context);
    await caughtUp(context);
    idle.push(await observer.between('The follower has everything', 'streaming'));
    const scene = context.random.pick(scenes);
    scenes.splice(scenes.indexOf(scene), 1);
    context.note('scene', { name: scene.name });
    Object.assign(facts, await scene(context, observer));
  }
  return facts as States;
}

async function ordered(context: CheckContext, observer: Observer): Promise<Partial<States>> {
  const { leader, follower } = context.cluster;
  const slowLeader = await askedInOrder(context, observer, leader);
  await caughtUp(context);
  return { ordered: [slowLeader, await askedInOrder(context, observer, follower)] };
}

async function paused(context: CheckContext, observer: Observer): Promise<Partial<States>> {
  const { cluster } = context;
  await oldCommit(context, apart); // so that what arrives now is told from it by its age
  const slow = await cluster.inflict(cluster.replicationLinks(cluster.follower), { kind: 'hold' });
  await write(context);
  const onItsWay = await observer.between('What the leader has written is still on its way', 'streaming');
  await pauseReplay(context);
  await slow.heal();
  await received(context);
  const arrived = await observer.between('Replay is paused', 'streaming');
  await resumeReplay(context);
  return { paused: [onItsWay, arrived] };
}

async function severed(context: CheckContext, observer: Observer): Promise<Partial<States>> {
  await sever(context);
  const before = await observer.between('The replication link is cut, and nobody has written since', 'disconnected');
  await writeLittle(context);
  const after = await observer.between('The replication link is cut', 'disconnected');
  await mend(context);
  return { severed: [before, after] };
}

/** Replay stops below a position where the text grows by a digit, and what is received lies beyond it. */
async function longer(context: CheckContext, observer: Observer): Promise<Partial<States>> {
  const { leader } = context.cluster;
  const segment = 1n << 20n;
  let boundary = 16n;
  const at = await leader.insertLsn();
  while (boundary <= at) boundary *= 16n;
  while ((await leader.insertLsn()) < boundary - segment) await switchSegment(context);
  await caughtUp(context);
  await pauseReplay(context);
  const below = await leader.insertLsn();
  await write(context);
  while ((await leader.insertLsn()) <= boundary) await switchSegment(context);
  await write(context);
  await received(context);
  context.note('longer', { from: formatLsn(below), to: formatLsn(await leader.insertLsn()) });
  const seen = await observer.between('The leader has passed a position where the text grows by a digit', 'streaming');
  await resumeReplay(context);
  return { longer: seen };
}

/** A follower whose receiver counts from the start of a segment, and one that has replayed no commit since its start. */
async function restarted(context: CheckContext, observer: Observer): Promise<Partial<States>> {
  const { leader, follower } = context.cluster;
  await leader.query('CHECKPOINT');
  await caughtUp(context);
  await follower.query('CHECKPOINT'); // so that it starts here, and replays no older commit again
  await follower.stop('fast');
  await follower.start();
  await streams(context);
  await caughtUp(context);
  await pauseReplay(context);
  await write(context);
  await received(context);
  const before = await observer.between('The follower was restarted, and replay is paused', 'streaming');
  await resumeReplay(context);

  await context.cluster.disconnect(follower);
  await follower.stop('fast');
  await follower.start();
  await unlinked(context);
  await write(context);
  const after = await observer.between('The follower was restarted while the replication link was cut', 'disconnected');
  await mend(context);
  return { restarted: { paused: before, severed: after } };
}
