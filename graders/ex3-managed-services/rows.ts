import type { CheckContext } from '#harness/grading';
import { serverSaid } from './server-said.ts';

export interface Row {
  product_id: number;
  product_name: string;
  quantity: number;
}

/**
 * The rows of the table, in the order of their keys, or why they cannot be read. With the student's role: the table is
 * theirs, and whatever it runs when it is read shall run with no more rights than theirs.
 */
export async function readRows({ session }: CheckContext, url: string): Promise<Row[] | string> {
  try {
    const client = await session(url);
    const { rows } = await client.query<Row>(
      'SELECT product_id, product_name, quantity FROM public.inventory ORDER BY product_id',
    );
    return rows;
  } catch (error) {
    return serverSaid(error);
  }
}

/** One row in one text, for comparing and for showing. */
export function inLines(rows: readonly Row[] | string): string {
  if (typeof rows === 'string') return rows;
  const sorted = rows.toSorted((a, b) => a.product_id - b.product_id);
  return sorted.map((row) => `${row.product_id} ${row.product_name} ${row.quantity}`).join('; ') || 'no rows';
}
