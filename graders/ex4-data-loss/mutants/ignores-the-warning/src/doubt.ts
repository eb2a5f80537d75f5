import type { ClientBase } from 'pg';

export function watchForDoubt(_client: ClientBase): () => boolean {
  // WRONG: a cancelled wait resolves too, with a WARNING. The row is committed here and, perhaps, nowhere else.
  return () => false;
}
