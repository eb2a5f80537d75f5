import type { Random } from '#harness/grading';

/** What buildReplica is asked for. */
export interface Order {
  instance: string;
  replica: string;
  parameters: Record<string, string>;
  rows: { product_id: number; product_name: string; quantity: number }[];
}

/** Names, values and rows of this run. Each value is written as PostgreSQL shows it, and none is a default. */
export function orderFor(random: Random): Order {
  return {
    instance: `shop-${random.word(5)}`,
    replica: `reader-${random.word(5)}`,
    parameters: {
      work_mem: `${random.int(5, 63)}MB`,
      log_min_duration_statement: `${random.int(301, 999)}ms`,
    },
    rows: Array.from({ length: random.int(4, 9) }, () => random.product()),
  };
}
