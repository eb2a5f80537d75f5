import { type CheckContext, clientLink } from '#harness/grading';
import { type Observation, Observer } from './observe.ts';
import { mend, write } from './scenes.ts';
import { type Leftovers, measureOften, tellOften, whatIsLeft } from './sessions.ts';
import { Watching } from './watching.ts';

/** What measureLag said while a server was out of reach or in another role, and what it left behind. */
export interface Outages {
  /** The first report, before anything happens: whoever says the same always cannot be right twice. */
  well: Observation;
  leaderDown: Observation[];
  followerDown: Observation[];
  promoted: Observation;
  /** A follower that is asked as the leader. */
  noLeader: Observation;
  leftovers: Leftovers;
}

type Scene = (context: CheckContext, observer: Observer, facts: Outages) => Promise<void>;

/** First what heals, in random order; then the promotion, and the death of the leader. */
export async function throughOutages(context: CheckContext): Promise<Outages> {
  const { cluster, random } = context;
  const { leader, follower } = cluster;
  const observer = new Observer(context);
  const facts = {
    leaderDown: [],
    followerDown: [],
    leftovers: { reports: [], open: [], ends: [] },
  } as unknown as Outages;
  const scenes: Scene[] = [
    (...all) => outOfReach('sever', [leader.name], 'The leader refuses connections', ...all),
    (...all) => outOfReach('sever', [follower.name], 'The follower refuses connections', ...all),
    (...all) => outOfReach('sever', [leader.name, follower.name], 'Both servers refuse connections', ...all),
    (...all) => outOfReach('hold', [leader.name], 'The leader accepts connections and is silent', ...all),
    (...all) => outOfReach('hold', [follower.name], 'The follower accepts connections and is silent', ...all),
    killedFollower,
    often,
  ];
  facts.well = await observer.during('Both servers are well', 'streaming');
  while (scenes.length > 0) {
    const scene = random.pick(scenes);
    scenes.splice(scenes.indexOf(scene), 1);
    await scene(context, observer, facts);
  }
  await write(context);
  facts.noLeader = await observer.during('The server at leaderUrl is a follower', 'leader-down', {
    leaderUrl: follower.url,
    followerUrl: leader.url,
  });
  await follower.promote({ timeout: 20_000, signal: context.signal });
  await write(context);
  facts.promoted = await observer.during('The follower was promoted', 'not-a-follower');
  await leader.kill();
  facts.leaderDown.push(await observer.during('The leader is dead, and its follower was promoted', 'leader-down'));
  facts.leftovers.open.push(await whatIsLeft(context, [follower]));
  facts.leftovers.ends.push(await observer.settle());
  return facts;
}

async function outOfReach(
  kind: 'sever' | 'hold',
  nodes: string[],
  circumstances: string,
  { cluster, note }: CheckContext,
  observer: Observer,
  facts: Outages,
): Promise<void> {
  note('scene', { kind, nodes });
  await using _fault = await cluster.inflict(nodes.map(clientLink), { kind });
  const isLeader = nodes.includes('leader');
  const seen = await observer.during(circumstances, isLeader ? 'leader-down' : 'follower-down');
  (isLeader ? facts.leaderDown : facts.followerDown).push(seen);
}

const killedFollower: Scene = async (context, observer, facts) => {
  const { follower } = context.cluster;
  await follower.kill();
  facts.followerDown.push(await observer.during('The follower is dead', 'follower-down'));
  await follower.start();
  await mend(context);
};

/** Many reports of a pair that is well, a watch over it, and reports while one of the two is out of reach. */
const often: Scene = async (context, observer, facts) => {
  const { cluster } = context;
  const { leader, follower } = cluster;
  const { leftovers } = facts;
  const count = async () => void leftovers.open.push(await whatIsLeft(context, [leader, follower]));
  leftovers.reports = await measureOften(context, observer, 100);
  await count();
  leftovers.ends.push(await watchForAWhile(context));
  await count();
  for (const node of [leader, follower]) {
    await using _fault = await cluster.inflict([clientLink(node.name)], { kind: 'sever' });
    await tellOften(observer, 12);
    await count(); // before the link is whole again: what is open now is open to the other one
  }
};

/** A watch from its begin to its end, in a program of its own; how that ended. */
async function watchForAWhile(context: CheckContext): Promise<'ended' | 'killed'> {
  const program = await context.student();
  const watching = new Watching(context, program, { intervalMs: 50 });
  await watching.until('some reports', () => watching.reports.length >= 5, 10_000);
  watching.abort();
  await watching.isOver(5000);
  return await program.settle();
}
