import type { ClientBase } from 'pg';

/**
 * Tells afterwards whether the wait for the follower was cancelled. Such a commit ends like any other success, and the
 * row may be on the leader alone: only this notice of the server tells the two apart.
 */
export function watchForDoubt(client: ClientBase): () => boolean {
  let cancelled = false;
  client.on('notice', ({ message }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  });
  return () => cancelled;
}
