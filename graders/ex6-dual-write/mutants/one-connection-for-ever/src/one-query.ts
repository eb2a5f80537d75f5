import { Client, type QueryResult } from 'pg';

const clients = new Map<string, Promise<Client>>();

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = clients.get(url) ?? connected(url);
  clients.set(url, client);
  return await (await client).query(sql, values);
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
