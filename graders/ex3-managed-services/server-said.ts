/**
 * What a server of the service said about a statement: no such table, no right, no connection left. Any other error is
 * thrown on: whether these servers can be reached is our affair.
 */
export function serverSaid(error: unknown): string {
  if (error instanceof Error && 'severity' in error && 'code' in error) return error.message;
  throw error;
}
