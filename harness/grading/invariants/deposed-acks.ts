import type { ClientWrite } from './client-write.ts';

/** What is looked at of a write. */
type Write = Required<Pick<ClientWrite, 'node' | 'begun' | 'ended' | 'outcome'>>;

/**
 * At most one node acknowledges writes: the acknowledged writes that a node took after another had taken over from it,
 * in the order given. Empty when the invariant holds. A node has taken over when its first acknowledgement is there; a
 * write that was under way at that moment proves nothing, so only those that began later count. A node that leads again
 * in a later epoch goes by another name there.
 */
export function deposedAcks<W extends Write>(writes: readonly W[]): W[] {
  const acked = writes.filter(({ outcome }) => outcome === 'acked');
  const accession = new Map<string, number>();
  for (const { node, ended } of acked) accession.set(node, Math.min(ended, accession.get(node) ?? ended));
  const isDeposed = ({ node, begun }: W) =>
    [...accession].some(([other, at]) => other !== node && at >= (accession.get(node) ?? at) && at < begun);
  return acked.filter(isDeposed);
}
