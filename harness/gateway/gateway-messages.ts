import type { FaultSpec, LinkAddress, LinkSpec, Traffic } from './gateway.ts';

/** What a gateway that runs elsewhere is asked, one JSON object a line. */
export type GatewayRequest = { id: number } & GatewayOrder;

type GatewayOrder =
  | { do: 'open'; link: LinkSpec; listen: LinkAddress }
  | { do: 'inflict'; links: readonly string[]; fault: FaultSpec; name: number }
  | { do: 'heal'; name: number }
  | { do: 'redirect'; link: string; target: LinkAddress }
  | { do: 'traffic'; link: string };

/** What it answers: to `open` where the link listens, to `traffic` the figures. */
export type GatewayAnswer = { id: number } & (
  | { address?: LinkAddress; traffic?: Traffic }
  | { error: { code: string | undefined; message: string } }
);
