import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { deadline } from '../core/clock.ts';
import { type ErrorCode, errorTable, LabError } from '../core/errors.ts';
import type { FaultSpec, Gateway, InflictedFault, LinkAddress, LinkSpec, OpenedLink, Traffic } from './gateway.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-messages.ts';

/** A gateway that runs elsewhere, where `serveGateway` serves it. */
export interface RemoteOptions {
  /** What it says, from its first word on. */
  answers: Readable;
  orders: NodeJS.WritableStream;
  /** Milliseconds for its first word. */
  timeout: number;
  /** Where a link shall listen there, and the address by which its user knows that place. */
  place(link: LinkSpec): { listen: LinkAddress; seenAs(listening: LinkAddress): OpenedLink };
  /** Throws when what it runs in has failed. */
  vouch?(): Promise<void>;
  /** Ends it. */
  close(): Promise<void>;
}

type Answered = Omit<Extract<GatewayAnswer, { address?: unknown }>, 'id'>;
type Order<R = GatewayRequest> = R extends GatewayRequest ? Omit<R, 'id'> : never;

/** Resolves when it has said that it is ready. Throws START_FAILED; orders to one that has ended throw START_FAILED too. */
export async function connectGateway(options: RemoteOptions): Promise<Gateway> {
  const { answers, orders, place } = options;
  const waiting = new Map<number, PromiseWithResolvers<Answered>>();
  const ready = Promise.withResolvers<void>();
  let ended = false;
  let count = 0;
  const gone = () => new LabError('START_FAILED', 'the gateway has ended: nothing that passed it counts');
  const end = () => {
    ended = true;
    ready.reject(gone());
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  };
  ready.promise.catch(() => undefined); // also when nobody waits any more
  using _late = deadline(options.timeout, () =>
    ready.reject(new LabError('START_FAILED', 'the gateway does not start')),
  );
  orders.on('error', end);
  answers.on('error', end).on('close', end).on('end', end);
  createInterface({ input: answers }).on('line', (line) => {
    const said = JSON.parse(line) as GatewayAnswer | { ready: true };
    if ('ready' in said) return ready.resolve();
    const { id, ...answer } = said;
    const asked = waiting.get(id);
    waiting.delete(id);
    if ('error' in answer) asked?.reject(errorFrom(answer.error));
    else asked?.resolve(answer);
  });
  const ask = (order: Order): Promise<Answered> => {
    if (ended) return Promise.reject(gone());
    const id = ++count;
    const asked = Promise.withResolvers<Answered>();
    waiting.set(id, asked);
    orders.write(`${JSON.stringify({ id, ...order })}\n`);
    return asked.promise;
  };
  await ready.promise;
  return {
    async open(link) {
      const { listen, seenAs } = place(link);
      const { address } = await ask({ do: 'open', link, listen });
      return seenAs(address as LinkAddress);
    },
    async inflict(links, fault) {
      const name = ++count;
      await ask({ do: 'inflict', links, fault, name });
      return inflicted(links, fault, () => ask({ do: 'heal', name }));
    },
    async redirect(link, target) {
      await ask({ do: 'redirect', link, target });
    },
    async traffic(link) {
      return (await ask({ do: 'traffic', link })).traffic as Traffic;
    },
    async vouch() {
      if (ended) throw gone();
      await options.vouch?.();
    },
    [Symbol.asyncDispose]: options.close,
  };
}

function inflicted(links: readonly string[], given: FaultSpec, order: () => Promise<unknown>): InflictedFault {
  // A gateway that has ended holds nothing any more.
  const heal = async () => void (await order().catch(() => undefined));
  return { spec: { ...given }, links, heal, [Symbol.asyncDispose]: heal };
}

function errorFrom({ code, message }: { code: string | undefined; message: string }): Error {
  if (code !== undefined && Object.hasOwn(errorTable, code)) return new LabError(code as ErrorCode, message);
  return new LabError('START_FAILED', `the gateway failed: ${message}`);
}
