import { LabOperationError, type ManagedService } from '#lab';
import { untilAvailable } from './available.ts';
import { forEach } from './parameters.ts';
import type { SideFacts } from './types.ts';

/** Orders each parameter from the service. */
export function askTheService(managed: ManagedService, name: string): Promise<SideFacts['sets']> {
  return forEach(async (parameter, value) => {
    // While an instance is being modified every order is refused: that would look like a no.
    await untilAvailable(managed, name);
    try {
      await managed.modifyParameters(name, { [parameter]: value });
      return true;
    } catch (error) {
      if (error instanceof LabOperationError && error.code === 'REFUSED') return false;
      throw error;
    }
  });
}
