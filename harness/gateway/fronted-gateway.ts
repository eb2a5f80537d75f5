import type { Gateway, InflictedFault } from './gateway.ts';
import { openLocalGateway } from './local-gateway.ts';

/**
 * A gateway behind a proxy that ends connections in good order which the gateway has reset. To whoever uses a link from
 * here, a link of this process stands before that proxy, and resets what the gateway resets.
 */
export function frontGateway(behind: Gateway): Gateway {
  const fronts = openLocalGateway();
  const published = new Set<string>();
  return {
    async open(link) {
      const opened = await behind.open(link);
      if (opened.onlyForNodes) return opened;
      const { host, port } = opened;
      published.add(link.id);
      return { ...opened, ...(await fronts.open({ id: link.id, target: { host, port }, emptyMeansReset: true })) };
    },
    async inflict(links, fault) {
      if (fault.kind !== 'sever') return await behind.inflict(links, fault);
      // First here, or the end that the proxy makes of the reset there would pass.
      const ours = links.filter((id) => published.has(id));
      const near = await fronts.inflict(ours, fault);
      try {
        return both(near, await behind.inflict(links, fault));
      } catch (error) {
        await near.heal();
        throw error;
      }
    },
    async redirect(link, target) {
      await using _cut = published.has(link) ? await fronts.inflict([link], { kind: 'sever' }) : undefined;
      await behind.redirect(link, target);
    },
    traffic: (link) => behind.traffic(link),
    vouch: () => behind.vouch(),
    async [Symbol.asyncDispose]() {
      await fronts[Symbol.asyncDispose]();
      await behind[Symbol.asyncDispose]();
    },
  };
}

function both(near: InflictedFault, far: InflictedFault): InflictedFault {
  const heal = async () => {
    await far.heal();
    await near.heal();
  };
  return { spec: far.spec, links: far.links, heal, [Symbol.asyncDispose]: heal };
}
