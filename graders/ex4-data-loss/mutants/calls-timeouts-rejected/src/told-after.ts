import { DatabaseError } from 'pg';
import type { Told } from './types.ts';

export function toldAfter(error: unknown): Told {
  // WRONG: it is we who stopped to wait. The server has committed, and waits for its follower still.
  if (error instanceof Error && error.message === 'no answer in time') return 'rejected';
  return error instanceof DatabaseError && error.severity === 'ERROR' ? 'rejected' : 'unknown';
}
