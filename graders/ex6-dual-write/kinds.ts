import { must, type NaiveRecord } from '#harness/grading';
import type { Round, Seen } from './rounds.ts';
import { fateAt, hasApplied, inWords, mustBeClients } from './story.ts';

/** One server has the update, the other one does not, and what the client believes of each is true. */
export function judgePartialFailure(round: Round): void {
  const [client] = mustBeClients(round, 1);
  const failed = round.servers.find((server) => fateAt(server, client) === 'failed');
  must(failed !== undefined, 'The client does not know of a failure.', {
    expected: 'it failed on one server, and knows it',
    actual: inWords(round),
    hint: 'A server that does not accept a connection is skipped. The client must be connected when its write fails.',
  });
  must(!hasApplied(failed, client), `That is a lost reply: ${failed.name} has the update that failed there.`, {
    expected: `${failed.name} without the update`,
    actual: inWords(round),
    hint: 'The request itself must not arrive. Hold it, and cut the path while it is held.',
  });
  const written = round.servers.find((server) => fateAt(server, client) === 'written');
  must(written !== undefined, 'The update failed everywhere: no server has it, and they do not differ.', {
    expected: 'one server with the update, one without it',
    actual: inWords(round),
  });
  mustEndWith(round, written, client.quantity);
  mustEndWith(round, failed, round.product.quantity);
}

/** Two clients, every write succeeds everywhere, and each server ends with another one's. */
export function judgeReordering(round: Round): void {
  const clients = mustBeClients(round, 2);
  for (const client of clients) {
    const all = round.servers.every((server) => fateAt(server, client) === 'written' && hasApplied(server, client));
    must(all, `Not every write has succeeded: ${client.client} was not written on both servers.`, {
      expected: 'two clients that have both written on both servers',
      actual: inWords(round),
      hint: 'Nothing is cut here and nobody fails. One client only has to wait, and what is held must be released.',
    });
  }
  const [east, west] = round.servers as [Seen, Seen];
  must(east.quantity !== west.quantity, 'The two servers have the same quantity.', {
    expected: 'the two clients in one order on east, and in the other one on west',
    actual: inWords(round),
    hint: 'Two clients that run at once mostly come in one order. Hold one of them between its two writes.',
  });
}

/** A server has the update of which the client believes that it failed there. */
export function judgeLostReply(round: Round): void {
  const [client] = mustBeClients(round, 1);
  const failed = round.servers.find((server) => fateAt(server, client) === 'failed');
  must(failed !== undefined, 'The client does not believe that it has failed anywhere.', {
    expected: 'it believes that its update failed on a server which has it',
    actual: inWords(round),
    hint: 'The reply must never arrive: cut the path while the reply is held.',
  });
  must(hasApplied(failed, client), `The client is right: its update has failed, and ${failed.name} does not have it.`, {
    expected: `${failed.name} with the update`,
    actual: inWords(round),
    hint: 'Hold the replies and not the requests, and cut only when the server has the new quantity.',
  });
  mustEndWith(round, failed, client.quantity);
}

/** A server was down during the update, for which the client has left it out; it is back, and has what it had. */
export function judgeStaleRecovery(round: Round): void {
  const [client] = mustBeClients(round, 1);
  const skipped = round.servers.find((server) => fateAt(server, client) === 'skipped');
  must(skipped !== undefined && client.outcome?.told === 'done', 'The client has not gone on without a server.', {
    expected: 'it skipped the server that was down, and said that all was done',
    actual: inWords(round),
    hint: 'The server must be down already when the client connects.',
  });
  must(wasDown(skipped, client), `${skipped.name} was not down while the client wrote: its server ran.`, {
    expected: 'its server was stopped or killed before the client began, and started after it was done',
    actual: inWords(round),
  });
  const written = round.servers.find((server) => fateAt(server, client) === 'written') as Seen;
  mustEndWith(round, written, client.quantity);
  mustEndWith(round, skipped, round.product.quantity);
}

function mustEndWith(round: Round, server: Seen, quantity: number): void {
  must(server.quantity === quantity, `When all was over, ${server.name} had another quantity than it must have.`, {
    expected: `${quantity} on ${server.name}`,
    actual: inWords(round),
  });
}

function wasDown({ power }: Seen, { begunAt, endedAt = begunAt }: NaiveRecord): boolean {
  const before = power.filter(({ at }) => at <= begunAt).at(-1);
  return (
    before?.event === 'ended' && !power.some(({ at, event }) => event === 'started' && at > begunAt && at < endedAt)
  );
}
