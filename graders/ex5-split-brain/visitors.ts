import type { Client } from 'pg';
import type { CheckContext, ClusterNode, Product } from '#harness/grading';
import { type Outcome, outcomeOf } from './outcome.ts';
import { startReturning } from './returning.ts';

/** Clients who were there before the fence came, and what each was told afterwards. */
export interface Visitors {
  /** Each of them tries to write, as do new ones; all at once. */
  tryAll(): Promise<Visits>;
}

/** What clients were told who wanted to write on a fenced node. */
export interface Visits {
  /** A session that was open before. */
  open: Outcome;
  /** A session that had begun a transaction before, and written in it: its COMMIT. */
  transaction: Outcome;
  /** A session that is opened now. */
  fresh: Outcome;
  /** One that a client has opened whom the fence cut off, while it was being put up or since. */
  returned: Outcome;
  /** Sessions, one from before and one from now, that set themselves writable and wait for no follower. */
  insistent: Outcome[];
}

/** What any client may say for itself. */
const insist = ['SET default_transaction_read_only = off', 'SET synchronous_commit = local'];

/** Opens sessions with the student's role by the clients' path; each writes once, to show that it can. */
export async function letVisitorsIn(context: CheckContext, node: ClusterNode): Promise<Visitors> {
  const { random, session, signal } = context;
  const open = await session(node.url);
  const transaction = await session(node.url);
  const insistent = await session(node.url);
  for (const client of [open, insistent]) await write(client, random.product());
  await transaction.query('BEGIN');
  await write(transaction, random.product());
  const returning = await startReturning(context, node);
  const comeBack = async () => {
    const client = await returning.latest();
    if (!client) throw new Error('it was not cut off, or not let in again');
    await write(client, random.product());
  };
  const enter = async (words: string[]) => {
    const client = await session(node.url);
    await writeSaying(client, words, random.product());
  };
  return {
    async tryAll() {
      const outcome = (sent: Promise<unknown>) => outcomeOf(sent, signal);
      const [opened, committed, entered, returned, ...insisted] = await Promise.all([
        outcome(write(open, random.product())),
        outcome(commit(transaction)),
        outcome(enter([])),
        outcome(comeBack()),
        outcome(writeSaying(insistent, insist, random.product())),
        outcome(enter(insist)),
      ]);
      return { open: opened, transaction: committed, fresh: entered, returned, insistent: insisted };
    },
  };
}

/** A commit of a transaction that had failed is answered by ROLLBACK, without an error. */
async function commit(client: Client): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error(`the server answered ${command}`);
}

async function writeSaying(client: Client, words: readonly string[], row: Product): Promise<void> {
  for (const word of words) await client.query(word);
  await write(client, row);
}

async function write(client: Client, row: Product): Promise<void> {
  await client.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
    row.product_id,
    row.product_name,
    row.quantity,
  ]);
}
