import { type CheckContext, isReplicating, messageOf } from '#harness/grading';

/** Milliseconds after `setUp` in which the follower must stream, as the README says. */
const streamTimeout = 10_000;
/** Milliseconds for a server that runs to answer. */
const answerTimeout = 5000;

/** What a follower of this leader must have. */
export interface Before {
  system: string;
  /** Rows that only a follower of this leader has. */
  marks: string[];
  /** Names of all roles. */
  roles: string[];
}

/** Leaves a mark on the leader that a follower of this leader has, and a server of another origin has not. */
export async function markLeader({ cluster: { leader }, random }: CheckContext): Promise<Before> {
  const mark = random.word(12);
  await leader.query('CREATE TABLE lab_control.before (mark text NOT NULL)');
  await leader.query('INSERT INTO lab_control.before VALUES ($1)', [mark]);
  const roles = await leader.query<{ rolname: string }>('SELECT rolname FROM pg_catalog.pg_roles');
  return { system: await leader.systemIdentifier(), marks: [mark], roles: roles.map(({ rolname }) => rolname) };
}

/** Why the follower does not follow this leader; undefined when it does. Waits only for what can still come true. */
export async function whyNoReplica({ cluster, signal }: CheckContext, before: Before): Promise<string | undefined> {
  const { leader, follower } = cluster;
  for (const node of [leader, follower]) {
    if (node.state !== 'running') return `no server runs on the ${node.name}`;
    const silence = await node.answers({ timeout: answerTimeout, signal }).then(() => undefined, messageOf);
    signal.throwIfAborted();
    if (silence?.includes('lab_control'))
      return `the server on the ${node.name} does not know the leader’s roles: ${silence}`;
    if (silence !== undefined) return silence;
  }
  if ((await leader.systemIdentifier()) !== before.system) return 'the leader is not the one from before setUp';
  if (!(await follower.inRecovery())) return 'the follower is not in recovery: it takes writes of its own';
  const proof = await isReplicating(leader, follower, { timeout: streamTimeout, signal, anyName: true });
  if (!proof.replicates) return proof.because;
  for (const node of [leader, follower]) {
    const found = await node
      .query('SELECT FROM lab_control.before WHERE mark = ANY ($1)', [before.marks])
      .catch(() => []);
    if (found.length !== before.marks.length) return `rows that the leader had are not on the ${node.name}`;
  }
  return undefined;
}
