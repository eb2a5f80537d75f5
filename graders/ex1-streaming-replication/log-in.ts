import { type CheckContext, messageOf, NotYet, waitUntil } from '#harness/grading';

/** Milliseconds for an answer that is about the login, and not about a server that is full. */
const patience = 5000;

export interface Login {
  role: string;
  password: string;
}

/** The way that a connection takes to the leader: as the follower's machine, or as a client. */
export type Way = 'follower' | 'client';

/** `unclear`: the server turned the connection away before it had asked who it is. */
export interface Attempt {
  outcome: 'let in' | 'refused' | 'unclear';
  said: string;
}

/** Tries to log in to the leader, for replication or for queries. Nothing is left open. */
export async function tryLogin(
  { cluster: { leader }, session, signal }: CheckContext,
  { role, password }: Login,
  { way, replication }: { way: Way; replication: boolean },
): Promise<Attempt> {
  const { host, port } = way === 'client' ? leader.paths.client : (leader.paths.peers.follower ?? leader.paths.client);
  const who = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  const url = `postgres://${who}@${host}:${port}/postgres${replication ? '?replication=true' : ''}`;
  const knock = async (): Promise<Attempt> => {
    try {
      const client = await session(url);
      await client.end();
      return { outcome: 'let in', said: `${role} was let in` };
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      return { outcome: code.startsWith('28') ? 'refused' : 'unclear', said: messageOf(error) };
    }
  };
  let last: Attempt | undefined;
  const answer = waitUntil(
    `an answer to a login of ${role}`,
    async () => {
      last = undefined;
      last = await knock();
      return last.outcome === 'unclear' ? new NotYet(last.said) : last;
    },
    { timeout: patience, interval: 50, signal },
  );
  return await answer.catch((error: unknown) => {
    if (last) return last;
    throw error;
  });
}

/** The SQLSTATE of a server's answer; undefined for an error of the connection. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return String(error.code);
}
