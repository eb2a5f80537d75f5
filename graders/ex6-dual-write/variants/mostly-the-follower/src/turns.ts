import type { Nodes } from './types.ts';

let turn = 0;

export function nextFirst({ leaderUrl, followerUrl }: Nodes): [first: string, second: string] {
  turn += 1;
  return turn % 3 === 0 ? [leaderUrl, followerUrl] : [followerUrl, leaderUrl];
}
