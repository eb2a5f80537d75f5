/** Where a leader and its follower are reached. */
export interface Nodes {
  leaderUrl: string;
  followerUrl: string;
}

/** Sets the quantity of the product with this name. Resolves to false when there is none. */
export async function updateQuantity(nodes: Nodes, name: string, quantity: number): Promise<boolean> {
  // TODO: write to the leader, and to nobody else.
  void nodes;
  void name;
  void quantity;
  return false;
}

/** The quantity of the product with this name; null when there is none. */
export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  // TODO: read from both nodes, by turns; from the other one when a node is down.
  void nodes;
  void name;
  return null;
}
