import { Client } from 'pg';
import { insert } from './insert.ts';
import { before } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

const connections = new Map<string, Promise<Client>>();

/** Writes of one address go one after another: a notice belongs to the statement that runs. */
let last: Promise<unknown> = Promise.resolve();

export async function write(url: string, row: Row): Promise<Told> {
  const turn = last.then(() => writeInTurn(url, row));
  last = turn.catch(() => undefined);
  return await before(4500, turn).catch(() => 'unknown' as const);
}

async function writeInTurn(url: string, row: Row): Promise<Told> {
  const connection = connections.get(url) ?? open(url);
  connections.set(url, connection);
  let client: Client;
  try {
    client = await connection;
  } catch {
    connections.delete(url);
    return 'rejected';
  }
  let cancelled = false;
  const notice = ({ message }: { message?: string }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  };
  client.on('notice', notice);
  try {
    await before(1200, insert(client, row));
    return cancelled ? 'unknown' : 'acked';
  } catch (error) {
    const told = toldAfter(error);
    if (told === 'rejected') return told;
    connections.delete(url);
    void client.end().catch(() => undefined);
    return told;
  } finally {
    client.off('notice', notice);
  }
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
