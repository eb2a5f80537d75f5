import { DatabaseError } from 'pg';
import type { Told } from './types.ts';

export function toldAfter(error: unknown): Told {
  // WRONG: that the server has received the statement does not say that the follower has received the commit.
  return error instanceof DatabaseError && error.severity === 'ERROR' ? 'rejected' : 'acked';
}
