import { must, type NaiveRecord } from '#harness/grading';
import type { Round, Seen } from './rounds.ts';

/** What the client believes of the server; undefined while it is not done. */
export function fateAt(server: Seen, client: NaiveRecord): string | undefined {
  return client.outcome?.servers[server.name];
}

/** Whether the update of this client is part of the server's history, whatever came later. */
export function hasApplied(server: Seen, client: NaiveRecord): boolean {
  return server.changes.some(({ quantity }) => quantity === client.quantity);
}

/** The clients of a round: as many as were asked for, all of them done, each to be known by its quantity. */
export function mustBeClients(round: Round, count: 1): [NaiveRecord];
export function mustBeClients(round: Round, count: 2): [NaiveRecord, NaiveRecord];
export function mustBeClients(round: Round, count: number): NaiveRecord[] {
  const { clients, product } = round;
  must(clients.length === count, `It takes ${count === 1 ? 'one naive client' : 'two naive clients'} per call.`, {
    expected: `${count} with lab.naive.update for product ${product.product_id}`,
    actual: `${clients.length}`,
  });
  const waiting = clients.find(({ outcome }) => !outcome);
  must(waiting === undefined, `${waiting?.client} was not done when your program was over.`, {
    expected: 'clients whose outcome is known',
    actual: 'one that still waits for a server',
    hint: 'Release or cut what you hold, and await the outcome of every client.',
  });
  const quantities = new Set([product.quantity, ...clients.map(({ quantity }) => quantity)]);
  must(quantities.size === count + 1, 'A client has written a quantity by which nobody can tell it from another.', {
    expected: `quantities that differ from one another and from ${product.quantity}`,
    actual: clients.map(({ quantity }) => quantity).join(' and '),
  });
  return clients;
}

/** One round on a few lines, for a failure. */
export function inWords({ product, clients, servers }: Round): string {
  const told = clients.map(
    ({ client, quantity, outcome }) =>
      `${client} wrote ${quantity} and said ${outcome?.told}: ${servers
        .map(({ name }) => `${name} ${outcome?.servers[name]}`)
        .join(', ')}`,
  );
  const rows = servers.map(({ name, quantity }) => `${name} has ${quantity}`).join(', ');
  return [`product ${product.product_id} had ${product.quantity}`, ...told, `in the end ${rows}`].join('; ');
}
