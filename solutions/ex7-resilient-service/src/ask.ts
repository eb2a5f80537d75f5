import { Client } from 'pg';
import { Sockets } from './sockets.ts';
import { within } from './within.ts';

/** What a server says of itself. */
export interface Answer {
  inRecovery: boolean;
  /** Whether it is sent WAL by anybody. */
  receives: boolean;
  /** Bytes of WAL: written, on a leader; replayed, on a follower. Null when it has replayed nothing yet. */
  position: string | null;
}

const question = `
  SELECT pg_is_in_recovery() AS "inRecovery",
         EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming') AS receives,
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0' AS position`;

/**
 * Asks by a connection of its own: whether calls have used up all others says nothing about the server. Undefined when
 * there is no answer within `ms`. Never throws.
 */
export async function ask(url: string, ms: number): Promise<Answer | undefined> {
  const sockets = new Sockets();
  const client = new Client({ connectionString: url, stream: sockets.make });
  client.on('error', () => undefined);
  const answered = async () => {
    await client.connect();
    const { rows } = await client.query<Answer>(question);
    void client.end().catch(() => undefined);
    return rows[0];
  };
  try {
    return await within(ms, answered());
  } catch {
    return undefined;
  } finally {
    sockets.destroy(); // also where nobody answers the goodbye
  }
}
