import { LabError } from '../core/errors.ts';
import type { FaultSpec, Gateway, Grounds, InflictedFault, LinkAddress, LinkSpec, Traffic } from './gateway.ts';
import { Link } from './link.ts';

/** A gateway in this process, which says where each link listens. */
export interface LocalGateway extends Gateway {
  /** `listen`: default a free port of loopback. */
  open(spec: LinkSpec, listen?: LinkAddress): Promise<LinkAddress>;
}

const loopback = { host: '127.0.0.1', port: 0 };

/** With `grounds`, its links are also where its nodes and clients are. */
export function openLocalGateway(grounds?: Grounds): LocalGateway {
  const links = new Map<string, Link>();
  const linkOf = (id: string): Link => {
    const link = links.get(id);
    if (!link) throw new LabError('ARGUMENT', `no link ${id}; there are ${[...links.keys()].join(', ')}`);
    return link;
  };
  return {
    async open(spec, listen = loopback) {
      if (links.has(spec.id)) throw new LabError('ARGUMENT', `link ${spec.id} is open already`);
      const link = new Link(spec, grounds);
      links.set(spec.id, link);
      return await link.listen(listen);
    },
    async inflict(ids, spec) {
      return inflict(ids.map(linkOf), spec);
    },
    async redirect(id, target) {
      linkOf(id).redirect(target);
    },
    async traffic(id): Promise<Traffic> {
      return linkOf(id).traffic;
    },
    async vouch() {},
    async [Symbol.asyncDispose]() {
      for (const link of links.values()) link.close();
      links.clear();
    },
  };
}

function inflict(links: Link[], given: FaultSpec): InflictedFault {
  const spec = { ...given }; // an identity of its own: equal faults add up and heal apart
  for (const link of links) link.add(spec);
  const heal = async () => {
    for (const link of links) link.remove(spec);
  };
  return { spec, links: links.map((link) => link.id), heal, [Symbol.asyncDispose]: heal };
}
