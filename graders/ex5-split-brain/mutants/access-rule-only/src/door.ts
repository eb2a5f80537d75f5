import type { LabNode } from '#lab';
import { query, until } from './sql.ts';

/** A reload takes a moment: waits until a new session is refused. */
export async function doorIsShut(node: LabNode): Promise<void> {
  await until(() =>
    query(node.url, 'SELECT 1').then(
      () => false,
      () => true,
    ),
  );
}
