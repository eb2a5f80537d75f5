import { DatabaseError } from 'pg';
import type { Told } from './types.ts';

/** What the client is told when its insert, once sent, ended in an error. */
export function toldAfter(error: unknown): Told {
  // An ERROR of the server undid the statement. A FATAL ends the session, maybe after the commit; so does a lost
  // connection; and when we stop waiting, the commit may still be on its way.
  return error instanceof DatabaseError && error.severity === 'ERROR' ? 'rejected' : 'unknown';
}
