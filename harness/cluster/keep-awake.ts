import { connect, type Socket } from 'node:net';
import type { ClusterNode } from './cluster-node.ts';

/** The first major version whose postmaster waits for events and signals in one call. */
const mended = 16;

/** Milliseconds between two knocks: little beside what anybody waits for a follower to come back. */
const interval = 250;

/**
 * Keeps the servers of old versions attentive. Before PostgreSQL 16 a postmaster that is asked for a new WAL receiver
 * while it has not yet seen the end of the last one may go to sleep on the request, for a minute: a follower whose link
 * was healed then stays away until its startup process gives up (10 to 15 s) or somebody connects, which wakes it.
 * So somebody connects, and leaves without a word, which no log mentions. On newer versions this does nothing.
 */
export function keepAwake(nodes: readonly ClusterNode[], major: number): Disposable {
  if (major >= mended) return { [Symbol.dispose]: () => undefined };
  const knocks = new Map<ClusterNode, Socket>();
  const beat = setInterval(() => {
    for (const node of nodes) {
      if (node.state !== 'running' || knocks.has(node)) continue;
      const knock = connect(node.paths.control, () => knock.end());
      knocks.set(node, knock);
      knock.on('error', () => undefined).once('close', () => knocks.delete(node));
      knock.unref().resume();
    }
  }, interval);
  beat.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(beat);
      for (const knock of knocks.values()) knock.destroy();
    },
  };
}
