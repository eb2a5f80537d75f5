import type { Health, Item, Service, ServiceConfig } from './types.ts';

/** A service over a leader and a follower, as the README says. It asks no server anything. */
export function createService(config: ServiceConfig): Service {
  void config;
  return {
    async updateInventory(productId: number, quantity: number): Promise<void> {
      // TODO: change the row on the leader; within the time, and with a true error when it cannot be done.
      void productId;
      void quantity;
    },

    async readInventory(productId: number): Promise<Item | null> {
      // TODO: read the row on the follower, or on the leader when there is no follower.
      void productId;
      return null;
    },

    async healthCheck(): Promise<Health> {
      // TODO: ask each server whether it is there, and what it is.
      return { leader: { up: true, role: 'leader', healthy: true }, follower: null };
    },

    async reconfigure(next: ServiceConfig): Promise<void> {
      // TODO: go on with another configuration; answer the calls under way, and leave no connection behind.
      void next;
    },

    async close(): Promise<void> {
      // TODO: answer the calls under way, and leave no connection behind.
    },
  };
}
