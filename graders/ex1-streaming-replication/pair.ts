import type { CheckContext } from '#harness/grading';
import { type Access, lookAtAccess } from './access.ts';
import { type Refusal, tryToWrite } from './read-only.ts';
import { markLeader, whyNoReplica } from './replica.ts';
import { runSetUp, type SetUp } from './set-up.ts';
import { lookAtRole, lookAtSlot, type Role, type Slot } from './streaming.ts';
import { type Changes, changeThings, type Inventory, readInventory } from './tables.ts';

/** What `setUp` has made of the two machines. Each part is looked at without changing what the next one needs. */
export interface Pair {
  setUp: SetUp;
  /** Why the follower does not follow; undefined when it does. */
  notFollowing: string | undefined;
  refusal: Refusal;
  /** Only of a follower that follows: without one there is nothing to look at. */
  streaming: Streaming | undefined;
}

interface Streaming {
  role: Role | undefined;
  slot: Slot | undefined;
  changes: Changes;
  onLeader: Inventory;
  onFollower: Inventory;
  access: Access | undefined;
}

/** Runs `setUp` once and looks at everything that a running pair shows. */
export async function setUpPair(context: CheckContext): Promise<Pair> {
  const { cluster, examine, note } = context;
  const before = await markLeader(context);
  const setUp = await runSetUp(context);
  const notFollowing = await whyNoReplica(context, before);
  note('pair', { notFollowing, threw: setUp.threw });
  await examine();
  const refusal = await tryToWrite(context);
  if (notFollowing !== undefined) return { setUp, notFollowing, refusal, streaming: undefined };
  const role = await lookAtRole(context);
  const slot = await lookAtSlot(context);
  const changes = await changeThings(context);
  const onLeader = await readInventory(cluster.leader);
  const onFollower = await readInventory(cluster.follower);
  const access = role && (await lookAtAccess(context, role.name, before.roles));
  const streaming = { role, slot, changes, onLeader, onFollower, access };
  note('pair.streaming', { role, slot, changes, onLeader, onFollower, access });
  return { setUp, notFollowing, refusal, streaming };
}
