import type { Nodes } from './types.ts';

const order: string = 'follower first';

export function nextFirst({ leaderUrl, followerUrl }: Nodes): [first: string, second: string] {
  return order === 'follower first' ? [followerUrl, leaderUrl] : [leaderUrl, followerUrl];
}
