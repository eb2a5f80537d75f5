import { type CheckContext, clientLink } from '#harness/grading';
import { type Observation, Observer } from './observe.ts';
import { mend, write } from './scenes.ts';
import { type Leftovers, whatIsLeft } from './sessions.ts';

/** What measureLag said while a server was out of reach. */
export interface Outage {
  /** The first report, before anything happens: whoever says the same always cannot be right twice. */
  well: Observation;
  leaderDown: Observation[];
  followerDown: Observation[];
  /** While a server answered everything but the goodbye: it may be called down or not, but in time. */
  goodbye: Observation[];
}

/** And in another role, and what it left behind. */
export interface Outages extends Outage {
  promoted: Observation;
  /** A follower that is asked as the leader. */
  noLeader: Observation;
  leftovers: Leftovers;
}

type NodeName = 'leader' | 'follower';
type Fault = Parameters<CheckContext['cluster']['inflict']>[1];

/** How often a server waits for a query before it falls silent. */
const [silentWhenAsked, silentAtGoodbye] = [1, 2];

const falls = (after: number): Fault => ({ kind: 'silence', after });

type Scene = (context: CheckContext, observer: Observer, facts: Outage) => Promise<void>;

/** First what heals, in random order; then the promotion, and the death of the leader. */
export async function throughOutages(context: CheckContext): Promise<Outages> {
  const { leader, follower } = context.cluster;
  const observer = new Observer(context);
  const facts = await begin(observer);
  const { random } = context;
  const scenes: Scene[] = [
    (...all) => outOfReach({ kind: 'sever' }, ['leader'], 'The leader refuses connections', ...all),
    (...all) => outOfReach({ kind: 'sever' }, ['follower'], 'The follower refuses connections', ...all),
    (...all) => outOfReach({ kind: 'sever' }, ['leader', 'follower'], 'Both servers refuse connections', ...all),
    killedFollower,
  ];
  while (scenes.length > 0) {
    const scene = random.pick(scenes);
    scenes.splice(scenes.indexOf(scene), 1);
    await scene(context, observer, facts);
  }
  await write(context);
  const noLeader = await observer.during('The server at leaderUrl is a follower', 'leader-down', {
    leaderUrl: follower.url,
    followerUrl: leader.url,
  });
  await follower.promote({ timeout: 20_000, signal: context.signal });
  await write(context);
  const promoted = await observer.during('The follower was promoted', 'not-a-follower');
  await leader.kill();
  facts.leaderDown.push(await observer.during('The leader is dead, and its follower was promoted', 'leader-down'));
  const open = [await whatIsLeft(context, [follower])];
  const leftovers = { reports: [], open, ends: [await observer.settle()] };
  return { ...facts, noLeader, promoted, leftovers };
}

/**
 * A server that accepts connections and says nothing: from the first byte on, from the first query on, or after its
 * answer. A report takes as long as its limit, so each server has its cluster.
 */
export async function throughSilence(context: CheckContext, node: NodeName): Promise<Outage> {
  const observer = new Observer(context);
  const facts = await begin(observer);
  const silences: { circumstances: string; fault: Fault }[] = [
    { circumstances: `The ${node} accepts connections and is silent`, fault: { kind: 'hold' } },
    { circumstances: `The ${node} lets you log in, and is silent when it is asked`, fault: falls(silentWhenAsked) },
    { circumstances: `The ${node} answers, and is silent when you say goodbye`, fault: falls(silentAtGoodbye) },
  ];
  while (silences.length > 0) {
    const silence = context.random.pick(silences);
    silences.splice(silences.indexOf(silence), 1);
    await outOfReach(silence.fault, [node], silence.circumstances, context, observer, facts);
  }
  return facts;
}

async function begin(observer: Observer): Promise<Outage> {
  return {
    well: await observer.during('Both servers are well', 'streaming'),
    leaderDown: [],
    followerDown: [],
    goodbye: [],
  };
}

async function outOfReach(
  fault: Fault,
  nodes: readonly NodeName[],
  circumstances: string,
  { cluster, note }: CheckContext,
  observer: Observer,
  facts: Outage,
): Promise<void> {
  note('scene', { ...fault, nodes });
  await using _fault = await cluster.inflict(nodes.map(clientLink), fault);
  const isLeader = nodes.includes('leader');
  const seen = await observer.during(circumstances, isLeader ? 'leader-down' : 'follower-down');
  if (fault.kind === 'silence' && fault.after === silentAtGoodbye) facts.goodbye.push(seen);
  else (isLeader ? facts.leaderDown : facts.followerDown).push(seen);
}

const killedFollower: Scene = async (context, observer, facts) => {
  const { follower } = context.cluster;
  await follower.kill();
  facts.followerDown.push(await observer.during('The follower is dead', 'follower-down'));
  await follower.start();
  await mend(context);
};
