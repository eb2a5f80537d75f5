import type { ClientBase } from 'pg';

let answers = 0;

export function watchForDoubt(client: ClientBase): () => boolean {
  let cancelled = false;
  client.on('notice', ({ message }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  });
  return () => {
    answers += 1;
    // WRONG: a promise that is kept only as long as somebody counts.
    return cancelled || answers > 12;
  };
}
