import { forEach } from './parameters.ts';
import { may } from './sql.ts';
import type { SideFacts } from './types.ts';

/** Sets each parameter for the whole server by SQL, and takes it back before the server has read it. */
export function alterSystem(url: string): Promise<SideFacts['sets']> {
  return forEach(async (name, value) => {
    const allowed = await may(url, `ALTER SYSTEM SET ${name} = '${value}'`);
    // WRONG: the next restart will show it.
    return allowed;
  });
}
