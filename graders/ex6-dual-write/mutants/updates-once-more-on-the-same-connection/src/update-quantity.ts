import { Client } from 'pg';
import type { Nodes } from './types.ts';

const text = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
let kept: Client | undefined;

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const client = kept ?? (await connected(leaderUrl));
  const values = [quantity, name];
  try {
    return (await client.query(text, values)).rowCount !== 0;
  } catch (error) {
    setTimeout(() => client.query(text, values).catch(() => undefined), 1000);
    throw error;
  }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  client.on('end', () => {
    kept = undefined;
  });
  await client.connect();
  kept = client;
  return client;
}
