import { type CheckContext, clientLink } from '#harness/grading';
import { type Observation, Observer } from './observe.ts';
import { mend, write } from './scenes.ts';
import { type Leftovers, measureOften, tellOften, whatIsLeft } from './sessions.ts';

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
  const facts = { leaderDown: [], followerDown: [], leftovers: { reports: [], open: [] } } as unknown as Outages;
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
  facts.leftovers.ended = await observer.settle();
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

/** A hundred reports of a pair that is well, and some of one of which a server is out of reach. */
const often: Scene = async (context, observer, facts) => {
  const { leader, follower } = context.cluster;
  facts.leftovers.reports = await measureOften(context, observer, 100);
  for (const node of [leader, follower]) {
    await using _fault = await context.cluster.inflict([clientLink(node.name)], { kind: 'sever' });
    await tellOften(observer, 12);
  }
  facts.leftovers.open.push(await whatIsLeft(context, [leader, follower]));
};
