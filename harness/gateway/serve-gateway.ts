import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { LabError, messageOf } from '../core/errors.ts';
import type { InflictedFault } from './gateway.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-messages.ts';
import { openLocalGateway } from './local-gateway.ts';

/** Runs a gateway for somebody at the other end of a pair of streams. Ends, with all its links, when the input ends. */
export async function serveGateway(input: Readable, output: Writable): Promise<void> {
  await using gateway = openLocalGateway();
  const faults = new Map<number, InflictedFault>();
  const perform = async (
    request: GatewayRequest,
  ): Promise<Omit<Extract<GatewayAnswer, { address?: unknown }>, 'id'>> => {
    if (request.do === 'open') return { address: await gateway.open(request.link, request.listen) };
    if (request.do === 'traffic') return { traffic: await gateway.traffic(request.link) };
    if (request.do === 'redirect') await gateway.redirect(request.link, request.target);
    else if (request.do === 'inflict') faults.set(request.name, await gateway.inflict(request.links, request.fault));
    else await faults.get(request.name)?.heal();
    return {};
  };
  for await (const line of createInterface({ input })) {
    const request = JSON.parse(line) as GatewayRequest;
    const { id } = request;
    // Not awaited: an order that takes long must not hold up the next.
    void perform(request).then(
      (done) => answer({ id, ...done }),
      (error: unknown) =>
        answer({ id, error: { code: error instanceof LabError ? error.code : undefined, message: messageOf(error) } }),
    );
  }
  function answer(said: GatewayAnswer): void {
    output.write(`${JSON.stringify(said)}\n`);
  }
}
