import { DatabaseError } from 'pg';
import type { ErrorCode } from './types.ts';

/** What a call of the service rejects with. */
export class ServiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ServiceError';
    this.code = code;
  }
}

/** Nothing was sent: there is no connection. */
export function notConnected(cause: unknown): ServiceError {
  return new ServiceError('UNAVAILABLE', `no connection: ${messageOf(cause)}`, cause);
}

/** What is true of a statement that was sent and came to an error. */
export function afterSending(cause: unknown): ServiceError {
  // WRONG: a connection may break after the commit, too.
  const isLate = cause instanceof Error && cause.message === 'Query read timeout';
  const undone = cause instanceof DatabaseError ? cause.severity === 'ERROR' : !isLate;
  return new ServiceError(undone ? 'UNAVAILABLE' : 'UNKNOWN', messageOf(cause), cause);
}

export function closed(): ServiceError {
  return new ServiceError('CLOSED', 'the service is closed');
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
