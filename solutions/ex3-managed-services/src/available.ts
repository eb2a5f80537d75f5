import { setTimeout as pause } from 'node:timers/promises';
import type { ManagedService } from '#lab';

/** Waits until the service has done what was ordered: its calls only say that the order was accepted. */
export async function untilAvailable(managed: ManagedService, name: string): Promise<{ url: string }> {
  for (;;) {
    const { status, url } = await managed.describe(name);
    if (status === 'failed') throw new Error(`the service could not do it: ${name} is ${status}`);
    if (status === 'available' && url !== null) return { url };
    await pause(50);
  }
}
