import { LabError } from '../../core/errors.ts';
import type { NaiveClients } from './naive-clients.ts';

type Operation = (clients: NaiveClients, params: Record<string, unknown>) => Promise<unknown>;

const operations: Record<string, Operation> = {
  'naive.update': async (clients, { product, quantity, holdRequests, holdReplies }) => {
    const holds = { requests: holdRequests as string[], replies: holdReplies as string[] };
    return { client: await clients.update(product as number, quantity as number, holds) };
  },
  'naive.holdRequests': (clients, params) => clients.hold(...pathIn(params), 'requests'),
  'naive.holdReplies': (clients, params) => clients.hold(...pathIn(params), 'replies'),
  'naive.release': (clients, params) => clients.release(...pathIn(params)),
  'naive.cut': (clients, params) => clients.cut(...pathIn(params)),
  'naive.outcome': (clients, { client }) => clients.outcome(String(client)),
};

/** The methods that the permission `naive` opens. */
export const naiveMethods: readonly string[] = Object.keys(operations);

/** Performs what student code asks of its naive clients. Throws REFUSED where there are none. */
export async function performNaive(
  clients: NaiveClients | undefined,
  method: string,
  params: Record<string, unknown>,
): Promise<unknown> {
  const operation = operations[method];
  if (!clients || !operation)
    throw new LabError('REFUSED', `${method}: naive clients are there with independent servers only`);
  return await operation(clients, params);
}

function pathIn({ client, node }: Record<string, unknown>): [client: string, node: string] {
  return [String(client), String(node)];
}
