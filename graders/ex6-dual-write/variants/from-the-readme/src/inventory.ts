import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client, type QueryResult } from 'pg';
import type { Nodes } from './types.ts';

/** Below the five seconds of a call, above the four round trips of a login and a query, at a second each. */
const deadline = 4700;
/** Whoever has not answered a read by then is not down: the other node is asked as well, and the first answer counts. */
const patience = 500;
/** So many of its turns a node passes that was slow. Counted and not timed: who reads more finds out sooner. */
const turnsToPass = 3;

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
  const { rowCount } = await within((signal) => ask(leaderUrl, signal, sql, [quantity, name]));
  return rowCount !== 0;
}

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [first, second] = inOrder(nodes);
  return await within(async (signal) => {
    const read = async (url: string): Promise<number | null> => {
      const { rows } = await ask(url, signal, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
      passing.delete(url);
      return rows[0]?.quantity ?? null;
    };
    const answer = read(first);
    const answered = answer.then(
      () => true,
      () => false,
    );
    const late = once(AbortSignal.timeout(patience), 'abort').then(() => false);
    if (await Promise.race([answered, late])) return await answer;
    passing.set(first, turnsToPass);
    return await Promise.any([answer, read(second)]);
  });
}

let turn = 0;
/** By URL: how many turns the node is still to pass. */
const passing = new Map<string, number>();

function inOrder({ leaderUrl, followerUrl }: Nodes): [first: string, second: string] {
  turn += 1;
  const [first, second] = turn % 2 === 0 ? [leaderUrl, followerUrl] : [followerUrl, leaderUrl];
  const left = passing.get(first) ?? 0;
  if (left === 0) return [first, second];
  passing.set(first, left - 1);
  return [second, first];
}

/** Gives work a signal that comes when its time is over, and when it is done: what is left of it then ends. */
async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const done = new AbortController();
  try {
    return await work(AbortSignal.any([done.signal, AbortSignal.timeout(deadline)]));
  } finally {
    done.abort();
  }
}

/** The socket ends with the signal: in the login, in the query, or in a goodbye that a silent node does not answer. */
async function ask(url: string, signal: AbortSignal, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url, stream: () => new Socket({ signal }) });
  client.on('error', () => undefined); // the query reports it; without a listener it would end the program
  await client.connect();
  const result = await client.query(sql, values);
  void client.end().catch(() => undefined);
  return result;
}
