import type { ClientBase } from 'pg';

export function watchForDoubt(client: ClientBase): () => boolean {
  let warned = false;
  // The words differ with the server's language; an INSERT that is right warns of nothing.
  client.on('notice', ({ severity }) => {
    warned ||= severity === 'WARNING';
  });
  return () => warned;
}
