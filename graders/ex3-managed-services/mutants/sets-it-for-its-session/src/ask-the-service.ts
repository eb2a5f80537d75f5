import { LabOperationError, type ManagedService } from '#lab';
import { untilAvailable } from './available.ts';
import { forEach } from './parameters.ts';
import { may } from './sql.ts';
import type { SideFacts } from './types.ts';

export async function askTheService(managed: ManagedService, name: string): Promise<SideFacts['sets']> {
  const { url } = await untilAvailable(managed, name);
  return await forEach(async (parameter, value) => {
    try {
      await managed.modifyParameters(name, { [parameter]: value });
      await untilAvailable(managed, name);
      return true;
    } catch (error) {
      if (!(error instanceof LabOperationError)) throw error;
      // WRONG: for a session is not for the server.
      return await may(url, `SET ${parameter} = '${value}'`, ['55P02']);
    }
  });
}
