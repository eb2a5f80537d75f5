/** A value of synchronous_commit. */
export type AckLevel = 'off' | 'local' | 'remote_write' | 'on' | 'remote_apply';
export const ackLevels: readonly AckLevel[] = ['off', 'local', 'remote_write', 'on', 'remote_apply'];

/** synchronous_standby_names, always of the list (far, near): the far follower is the one that FIRST prefers. */
export type StandbyRule = 'none' | 'FIRST 1' | 'ANY 1' | 'ANY 2';
export const standbyRules: readonly StandbyRule[] = ['none', 'FIRST 1', 'ANY 1', 'ANY 2'];

export type SyncFollower = 'near' | 'far';
export type SyncNode = 'leader' | SyncFollower;
/** How far a node has come with the row: each word includes those before it. */
export type SyncStage = 'nothing' | 'in memory' | 'on disk' | 'visible';

export interface CommitState {
  alive: Readonly<Record<SyncNode, boolean>>;
  has: Readonly<Record<SyncNode, SyncStage>>;
  /** What each follower has confirmed to the leader, as long as it is connected. */
  confirmed: Readonly<Record<SyncFollower, SyncStage>>;
  /** Whether the leader has decided to answer. */
  released: boolean;
  told: 'nothing' | 'committed' | 'unknown';
}

export interface CommitStep {
  /** Ticks since the client sent COMMIT. */
  at: number;
  text: string;
  /** A message that has arrived, with the tick at which it left; or something that happened in one place. */
  message?: { from: SyncNode | 'client'; to: SyncNode | 'client'; left: number; says: string };
  place?: { node: SyncNode; says: string };
  after: CommitState;
}

/** A machine that loses its power after so many steps. */
export interface PowerCut {
  node: SyncNode;
  after: number;
}

export interface CommitSettings {
  level: AckLevel;
  rule: StandbyRule;
  cuts: readonly PowerCut[];
}

const order: readonly SyncStage[] = ['nothing', 'in memory', 'on disk', 'visible'];
export const reached = (has: SyncStage, wanted: SyncStage) => order.indexOf(has) >= order.indexOf(wanted);

/** The followers in the order of the list. */
const standbyList: readonly SyncFollower[] = ['far', 'near'];
/** Ticks that a message needs to or from a follower. */
const distance: Readonly<Record<SyncFollower, number>> = { near: 1, far: 5 };
/** How a confirmation is called in pg_stat_replication. */
const confirmations: Partial<Record<SyncStage, string>> = {
  'in memory': 'written',
  'on disk': 'flushed',
  visible: 'applied',
};
const wantedStage: Partial<Record<AckLevel, SyncStage>> = {
  remote_write: 'in memory',
  on: 'on disk',
  remote_apply: 'visible',
};

type Event = () => Omit<CommitStep, 'at' | 'after'> | undefined;

/**
 * One COMMIT from beginning to end. A power cut takes what a machine had not on disk and what is still on its way from
 * it, which is the worst case; the others notice at once, where real ones need a time-out.
 */
export function runCommit({ level, rule, cuts }: CommitSettings): CommitStep[] {
  const alive = { leader: true, near: true, far: true };
  const has: Record<SyncNode, SyncStage> = { leader: 'nothing', near: 'nothing', far: 'nothing' };
  const confirmed: Record<SyncFollower, SyncStage> = { near: 'nothing', far: 'nothing' };
  let [released, told] = [false, 'nothing' as CommitState['told']];
  const steps: CommitStep[] = [];
  const queue: { at: number; event: Event }[] = [];
  let now = 0;
  const inTicks = (ticks: number, event: Event) => queue.push({ at: now + ticks, event });

  const record = (step: ReturnType<Event>) => {
    if (!step) return;
    const after = { alive: { ...alive }, has: { ...has }, confirmed: { ...confirmed }, released, told };
    steps.push({ ...step, at: now, after });
    for (const { node, after: count } of cuts) if (count === steps.length && alive[node]) cut(node);
  };

  const cut = (node: SyncNode) => {
    alive[node] = false;
    if (!reached(has[node], 'on disk')) has[node] = 'nothing';
    if (node !== 'leader') confirmed[node] = 'nothing';
    else if (told === 'nothing') told = 'unknown';
    record({ text: cutInWords(node, told), place: { node, says: 'power lost' } });
    if (node !== 'leader') releaseIfEnough();
  };

  const releaseIfEnough = () => {
    if (released || !alive.leader || !isEnough(level, rule, { alive, has, confirmed })) return;
    released = true;
    inTicks(0, () => {
      if (!alive.leader) return undefined;
      if (reached(has.leader, 'on disk')) has.leader = 'visible';
      const left = now;
      inTicks(1, () => {
        if (!alive.leader) return undefined;
        told = 'committed';
        return { text: 'The client is told: committed.', message: { from: 'leader', to: 'client', left, says: 'OK' } };
      });
      return { text: 'The leader shows the row to others and answers.', place: { node: 'leader', says: 'answers' } };
    });
  };

  const confirm = (follower: SyncFollower, stage: SyncStage) => {
    const left = now;
    const says = confirmations[stage] ?? '';
    inTicks(distance[follower], () => {
      if (!alive.leader || !alive[follower]) return undefined;
      confirmed[follower] = stage;
      releaseIfEnough();
      return {
        text: `The leader hears from ${follower}: ${says}.`,
        message: { from: follower, to: 'leader', left, says },
      };
    });
  };

  const advance =
    (follower: SyncFollower, stage: SyncStage, text: string): Event =>
    () => {
      if (!alive[follower]) return undefined;
      has[follower] = stage;
      confirm(follower, stage);
      if (stage === 'on disk')
        inTicks(1, advance(follower, 'visible', `${follower} has replayed it: readers there see the row.`));
      return { text, place: { node: follower, says: stage } };
    };

  const send = (follower: SyncFollower) => {
    const left = now;
    inTicks(distance[follower], () => {
      if (!alive.leader || !alive[follower]) return undefined;
      has[follower] = 'in memory';
      confirm(follower, 'in memory');
      inTicks(1, advance(follower, 'on disk', `${follower} has the row on its disk.`));
      return {
        text: `The log reaches ${follower}: in memory there.`,
        message: { from: 'leader', to: follower, left, says: 'WAL' },
      };
    });
  };

  inTicks(1, () => {
    has.leader = 'in memory';
    releaseIfEnough();
    inTicks(level === 'off' ? 4 : 1, () => {
      if (!alive.leader) return undefined;
      has.leader = released ? 'visible' : 'on disk';
      releaseIfEnough();
      inTicks(1, () => {
        for (const follower of ['near', 'far'] as const) send(follower);
        return undefined;
      });
      return { text: 'The leader has the row on its disk.', place: { node: 'leader', says: 'on disk' } };
    });
    return {
      text: 'COMMIT reaches the leader: the row is in its memory.',
      message: { from: 'client', to: 'leader', left: 0, says: 'COMMIT' },
    };
  });
  for (;;) {
    queue.sort((a, b) => a.at - b.at);
    const next = queue.shift();
    if (!next) return steps;
    now = next.at;
    record(next.event());
  }
}

/** Whether the leader may answer now. Without a list, the remote levels wait for the leader's disk alone. */
function isEnough(
  level: AckLevel,
  rule: StandbyRule,
  { alive, has, confirmed }: Pick<CommitState, 'alive' | 'has' | 'confirmed'>,
): boolean {
  if (level === 'off') return true;
  if (!reached(has.leader, 'on disk')) return false;
  const wanted = wantedStage[level];
  if (wanted === undefined || rule === 'none') return true;
  const connected = standbyList.filter((follower) => alive[follower]);
  const asked = rule === 'FIRST 1' ? connected.slice(0, 1) : connected;
  const count = asked.filter((follower) => reached(confirmed[follower], wanted)).length;
  return count >= (rule === 'ANY 2' ? 2 : 1);
}

function cutInWords(node: SyncNode, told: CommitState['told']): string {
  if (node !== 'leader') return `${node} loses its power. The leader counts on it no more.`;
  const client =
    told === 'unknown' ? 'The client loses its connection and knows nothing.' : 'The client has had its answer.';
  return `The leader loses its power. ${client}`;
}
