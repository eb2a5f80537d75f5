import type { Lab } from '#lab';

/** A row of the table inventory. */
export interface Row {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** What a client may be told about its write. */
export type Told = 'acked' | 'rejected' | 'unknown';

/**
 * Part 1. Loses `row`: its client is told that it is safe, and after the failover it is gone.
 * Returns what the client was told.
 */
export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  // TODO: cut the replication, write the row on the leader, let the leader die, promote the follower.
  void lab;
  void row;
  return 'unknown';
}

/** Part 2. Makes the pair lose no row that `write` calls acked. */
export async function configureNoLoss(lab: Lab): Promise<void> {
  // TODO: make the leader wait for its follower.
  void lab;
}

/** Part 2. Writes one row with the connection string `url`, and answers within five seconds. */
export async function write(url: string, row: Row): Promise<Told> {
  // TODO: insert the row, and find out which of the three answers is true.
  void url;
  void row;
  return 'unknown';
}
