import type { Lab } from '#lab';

/** Makes `lab.follower`, an empty machine, the streaming follower of `lab.leader`. May be called again. */
export async function setUp({ leader, follower }: Lab): Promise<void> {
  // TODO: on the leader, a role for replication, its access rule and the slot follower_slot
  // TODO: on the follower, a base backup; make it a standby that streams through the slot, and start it
  // TODO: on the leader, the table inventory and its three rows
  void leader;
  void follower;
}
