import type { Nodes } from './types.ts';

export function nextFirst({ leaderUrl, followerUrl }: Nodes): [first: string, second: string] {
  return Math.random() < 0.5 ? [leaderUrl, followerUrl] : [followerUrl, leaderUrl];
}
