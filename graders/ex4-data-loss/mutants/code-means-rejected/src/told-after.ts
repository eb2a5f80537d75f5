import type { Told } from './types.ts';

export function toldAfter(error: unknown): Told {
  // WRONG: a connection that is lost under the statement has a code too, ECONNRESET, and the row may be committed.
  return error instanceof Error && 'code' in error ? 'rejected' : 'unknown';
}
