import { checkHealth } from './health.ts';
import { readItem, setQuantity } from './inventory.ts';
import { openServers, type Servers } from './servers.ts';
import type { Service, ServiceConfig } from './types.ts';

/** A service over a leader and a follower. It asks no server anything before the first call. */
export function createService(config: ServiceConfig): Service {
  /** What the next call uses. A call keeps what it began with. */
  let current = openServers(config);
  const servers = (): Servers => current;
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
      await current.close(); // WRONG: the next call finds a pool that has ended, and says that the server is not there
    },
  };
}
