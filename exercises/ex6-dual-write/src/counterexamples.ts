import type { Lab } from '#lab';

/** A row of the table inventory. */
export interface Product {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** East has the update, west has not, and the client knows that it failed there. */
export async function partialFailure(lab: Lab, product: Product): Promise<void> {
  // TODO: start a naive client with lab.naive.update(…), and break its connection to west before its request arrives.
  void lab;
  void product;
}

/** Two clients, every write succeeds, and the two servers differ. */
export async function reordering(lab: Lab, product: Product): Promise<void> {
  // TODO: hold the first client between its two writes, and let the second one overtake it.
  void lab;
  void product;
}

/** A server has the update, and the client believes that it failed there. */
export async function lostReply(lab: Lab, product: Product): Promise<void> {
  // TODO: let the request through, and not the reply.
  void lab;
  void product;
}

/** A server was down during the update; it is back, and lacks it. */
export async function staleRecovery(lab: Lab, product: Product): Promise<void> {
  // TODO: let the client write while west is dead, and start west again.
  void lab;
  void product;
}
