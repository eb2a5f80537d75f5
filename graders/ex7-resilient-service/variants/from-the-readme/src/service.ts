import { Generation, ServiceError } from './generation.ts';
import type { Health, Item, Service, ServiceConfig } from './types.ts';

/** A service over a leader and a follower, as the README says. It asks no server anything. */
export function createService(config: ServiceConfig): Service {
  let current = new Generation(config);
  let closing: Promise<void> | undefined;
  const ending = new Set<Promise<void>>();

  /** The configuration by which a call that begins now goes. */
  function open(): Generation {
    if (closing !== undefined) throw new ServiceError('CLOSED', 'the service is closed');
    return current;
  }

  function end(generation: Generation): Promise<void> {
    const ended = generation.end().finally(() => ending.delete(ended));
    ending.add(ended);
    return ended;
  }

  return {
    async updateInventory(productId: number, quantity: number): Promise<void> {
      const generation = open();
      await generation.run(() => generation.update(productId, quantity));
    },

    async readInventory(productId: number): Promise<Item | null> {
      const generation = open();
      return await generation.run(() => generation.read(productId));
    },

    async healthCheck(): Promise<Health> {
      const generation = current;
      if (closing !== undefined) return await generation.health(true);
      return await generation.run(() => generation.health());
    },

    async reconfigure(next: ServiceConfig): Promise<void> {
      const old = open();
      current = new Generation(next);
      await end(old);
    },

    async close(): Promise<void> {
      if (closing === undefined) {
        void end(current);
        closing = Promise.all(ending).then(() => undefined);
      }
      await closing;
    },
  };
}
