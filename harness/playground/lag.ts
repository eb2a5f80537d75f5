import { endOfLog } from '../cluster/lsn.ts';
import type { NodeStatus } from './read-status.ts';

/** How far a follower is behind, in bytes of the log. */
export interface Lag {
  leader: string;
  /** Written by the leader and not yet here. */
  toReceive: bigint;
  /** Here and not yet replayed. */
  toReplay: bigint;
}

/**
 * A follower's distance from its leader: among nodes that accept writes, the one on its timeline, else the newest.
 * Undefined where nobody leads, or where one of the two does not answer.
 */
export function lagOf(follower: NodeStatus, all: readonly NodeStatus[]): Lag | undefined {
  const { said } = follower;
  if (follower.state !== 'follows' || said === undefined) return undefined;
  const leaders = all.flatMap(({ state, name, said: its }) => (state === 'leads' && its ? [{ name, ...its }] : []));
  const newest = leaders.toSorted((a, b) => b.timeline - a.timeline)[0];
  const leader = leaders.find(({ timeline }) => timeline === said.timeline) ?? newest;
  if (!leader) return undefined;
  // Received is counted from the start of a segment; what was replayed has been received.
  const received = said.received > said.lsn ? said.received : said.lsn;
  return {
    leader: leader.name,
    toReceive: distance(received, endOfLog(leader.lsn)),
    toReplay: distance(said.lsn, received),
  };
}

/** Never negative: the two were asked at different moments. */
function distance(from: bigint, to: bigint): bigint {
  return to > from ? to - from : 0n;
}

/** `0 B`, `112 B`, `3.4 kB`, `16 MB`: thousands, as PostgreSQL's logs are not counted in pages. */
export function formatBytes(bytes: bigint): string {
  if (bytes < 1000n) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = Number(bytes) / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
