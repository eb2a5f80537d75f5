import type { ManagedService } from '#lab';
import { until } from './until.ts';

/** Waits until the service has done what was ordered: its calls only say that the order was accepted. */
export function untilAvailable(managed: ManagedService, name: string): Promise<{ url: string }> {
  return until(async () => {
    const { status, url } = await managed.describe(name);
    if (status === 'failed') throw new Error(`the service could not do it: ${name} is ${status}`);
    return status === 'available' && url !== null ? { url } : undefined;
  });
}
