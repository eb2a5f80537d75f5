import { closed } from './errors.ts';
import { checkHealth } from './health.ts';
import { readItem, setQuantity } from './inventory.ts';
import { openServers, type Servers } from './servers.ts';
import type { Service, ServiceConfig } from './types.ts';

// WRONG: there may be several services.
let current: Servers | undefined;

/** A service over a leader and a follower. It asks no server anything before the first call. */
export function createService(config: ServiceConfig): Service {
  current = openServers(config);
  const servers = (): Servers => {
    if (!current) throw closed();
    return current;
  };
  return {
    updateInventory: async (productId, quantity) => await setQuantity(servers().writes, productId, quantity),
    readInventory: async (productId) => await readItem(servers().reads, productId),
    healthCheck: async () => await checkHealth(servers().config),

    async reconfigure(next) {
      // First the new one, so that no call has to wait; then the old one answers what it has begun.
      const old = servers();
      current = openServers(next);
      await old.close();
    },

    async close() {
      const old = current;
      current = undefined;
      await old?.close();
    },
  };
}
