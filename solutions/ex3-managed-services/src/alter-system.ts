import { forEach } from './parameters.ts';
import { may, query } from './sql.ts';
import type { SideFacts } from './types.ts';

/** Sets each parameter for the whole server by SQL, and takes it back before the server has read it. */
export function alterSystem(url: string): Promise<SideFacts['sets']> {
  return forEach(async (name, value) => {
    const allowed = await may(url, `ALTER SYSTEM SET ${name} = '${value}'`);
    if (allowed) await query(url, `ALTER SYSTEM RESET ${name}`);
    return allowed;
  });
}
