import { closed } from './errors.ts';
import { checkHealth } from './health.ts';
import { readItem, setQuantity } from './inventory.ts';
import { openServers, type Servers } from './servers.ts';
import type { Health, Item, Service, ServiceConfig } from './types.ts';

export async function createService(config: ServiceConfig): Promise<Service> {
  return new InventoryService(config);
}

class InventoryService implements Service {
  config: ServiceConfig;
  private servers: Servers;
  private ending: Promise<void> | undefined;

  constructor(config: ServiceConfig) {
    this.config = config;
    this.servers = openServers(config);
  }

  async updateInventory(productId: number, quantity: number): Promise<void> {
    this.mustBeOpen();
    await setQuantity(this.servers.writes, productId, quantity);
  }

  async readInventory(productId: number): Promise<Item | null> {
    this.mustBeOpen();
    return await readItem(this.servers.reads, productId);
  }

  healthCheck(): Promise<Health> {
    return checkHealth(this.config);
  }

  async reconfigure(config: ServiceConfig): Promise<void> {
    const old = this.servers;
    this.config = config;
    this.servers = openServers(config);
    await old.close();
  }

  close(): Promise<void> {
    this.ending ??= this.servers.close();
    return this.ending;
  }

  private mustBeOpen(): void {
    if (this.ending) throw closed();
  }
}
