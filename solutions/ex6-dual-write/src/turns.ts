import type { Nodes } from './types.ts';

let turn = 0;

/** Both nodes, the one whose turn it is first. Taking turns shares evenly, however few reads there are. */
export function nextFirst({ leaderUrl, followerUrl }: Nodes): [first: string, second: string] {
  turn += 1;
  return turn % 2 === 0 ? [leaderUrl, followerUrl] : [followerUrl, leaderUrl];
}
