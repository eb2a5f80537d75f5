import type { Client } from 'pg';
import { type CheckContext, type ClusterNode, waitUntil } from '#harness/grading';
import { outcomeOf } from './outcome.ts';

/** A client that, as a pool does, connects again whenever it is cut off, and keeps the session that it gets. */
export interface Returning {
  /** Ends its attempts: the session that it has got in place of the first one; undefined when it got none. */
  latest(): Promise<Client | undefined>;
}

/** Milliseconds after which a check has ended anyway. */
const forEver = 120_000;

/** Opens the first session, with the student's role by the clients' path. */
export async function startReturning({ session, signal }: CheckContext, node: ClusterNode): Promise<Returning> {
  const open = async () => {
    const opened = await session(node.url);
    opened.once('end', () => {
      if (client === opened) client = undefined;
    });
    return opened;
  };
  let over = false;
  let client: Client | undefined;
  const first = await open();
  client = first;
  const returning = waitUntil(
    'the end of a client that connects again',
    async () => {
      if (!over) client ??= await open();
      return over;
    },
    { timeout: forEver, interval: 20, signal },
  ).catch(() => undefined);
  return {
    latest: async () => {
      over = true;
      await outcomeOf(returning, signal);
      return client === first ? undefined : client;
    },
  };
}
