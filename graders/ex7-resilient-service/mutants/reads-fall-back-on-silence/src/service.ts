import { closed } from './errors.ts';
import { checkHealth } from './health.ts';
import { readItem, setQuantity } from './inventory.ts';
import { openServers, type Servers } from './servers.ts';
import type { Service, ServiceConfig } from './types.ts';

/** A service over a leader and a follower. It asks no server anything before the first call. */
export function createService(config: ServiceConfig): Service {
  /** What the next call uses; undefined once the service is closed. A call keeps what it began with. */
  let current: Servers | undefined = openServers(config);
  const servers = (): Servers => {
    if (!current) throw closed();
    return current;
  };
  return {
    updateInventory: async (productId, quantity) => await setQuantity(servers().writes, productId, quantity),
    readInventory: async (productId) => {
      const { reads, writes } = servers();
      // WRONG: silence is no better a reason than a refusal.
      return await readItem(reads, productId).catch((error: Error) => {
        if (!/time/.test(error.message)) throw error;
        return readItem(writes, productId);
      });
    },
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
