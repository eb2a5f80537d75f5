import { Client } from 'pg';

async function within<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T | undefined> {
  const limits = { connectionTimeoutMillis: 2500, query_timeout: 1500, statement_timeout: 1500 };
  const client = new Client({ connectionString, ...limits, options: '-c default_transaction_read_only=on' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    const found = await work(client);
    await client.query('COMMIT');
    return found;
  } catch {
    return undefined;
  } finally {
    client.end().catch(() => undefined);
  }
}

async function one<T>(client: Client, sql: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query({ text: sql, values, rowMode: 'array' });
  return rows[0]?.[0] as T;
}

/** The distance from the very first position, which pg gives as text. */
const toNumeric = (position: string) => `SELECT pg_wal_lsn_diff(${position}, $1::pg_lsn)`;

export async function askLeader(url: string): Promise<bigint | undefined> {
  return await within(url, async (client) =>
    BigInt(await one<string>(client, toNumeric('pg_current_wal_lsn()'), ['0/0'])),
  );
}

export interface FollowerFacts {
  inRecovery: boolean;
  streaming: boolean;
  received: bigint | null;
  replayed: bigint | null;
  age: number | null;
}

export async function askFollower(url: string): Promise<FollowerFacts | undefined> {
  return await within(url, async (client) => {
    const inRecovery = await one<boolean>(client, 'SELECT pg_is_in_recovery()');
    const received = await one<string | null>(client, toNumeric('pg_last_wal_receive_lsn()'), ['0/0']);
    const replayed = await one<string | null>(client, toNumeric('pg_last_wal_replay_lsn()'), ['0/0']);
    const status = await one<string | null>(client, 'SELECT max(status) FROM pg_stat_wal_receiver');
    const age = await one<string | null>(
      client,
      'SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())',
    );
    const positions = [received, replayed].filter((text) => text !== null).map(BigInt);
    return {
      inRecovery,
      streaming: status === 'streaming',
      received: positions.sort((a, b) => (a < b ? 1 : -1))[0] ?? null,
      replayed: replayed === null ? null : BigInt(replayed),
      age: age === null ? null : Number.parseFloat(age),
    };
  });
}
