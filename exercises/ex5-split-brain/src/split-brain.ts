import type { Lab, LabNode } from '#lab';

/** Part 1. Makes two leaders of one: both take writes, and one product has another value on each. */
export async function causeSplitBrain(lab: Lab): Promise<void> {
  // TODO: promote the follower although the leader lives, and let each of them write the same product.
  void lab;
}

/** Part 2. From its return on no client is told by `node` that a write is committed. */
export async function fence(lab: Lab, node: LabNode): Promise<void> {
  // TODO: think of the sessions that are open already.
  void lab;
  void node;
}

/** Part 3. Makes `lab.follower` the leader: first the fence, then the promotion. */
export async function failOver(lab: Lab): Promise<void> {
  // TODO: the leader may be well, out of reach for clients, or frozen.
  void lab;
}

/** Part 4. Makes the old leader `node` a follower of the new one. Its divergent rows are given up. */
export async function rejoin(lab: Lab, node: LabNode): Promise<void> {
  // TODO: it cannot just follow.
  void lab;
  void node;
}
