import { LabOperationError, type ManagedService } from '#lab';
import { forEach, values } from './parameters.ts';
import type { SideFacts } from './types.ts';

export async function askTheService(managed: ManagedService, name: string): Promise<SideFacts['sets']> {
  let accepted = true;
  try {
    await managed.modifyParameters(name, values);
  } catch (error) {
    if (!(error instanceof LabOperationError)) throw error;
    accepted = false;
  }
  return await forEach(async () => accepted); // WRONG: all or none says nothing about one
}
