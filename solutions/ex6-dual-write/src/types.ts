/** A row of the table inventory. */
export interface Product {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** Where a leader and its follower are reached. */
export interface Nodes {
  leaderUrl: string;
  followerUrl: string;
}
