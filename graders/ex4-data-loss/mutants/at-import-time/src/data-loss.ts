import { Client } from 'pg';
import type { Lab } from '#lab';
import type { Row, Told } from './types.ts';

// WRONG: this runs once, when the file is imported, long before anybody hands over a lab, a url or a row. What it finds
// out is about another server, or about none.
const found: Told = await tryOut();

export async function loseAWrite(_lab: Lab, _row: Row): Promise<Told> {
  return found;
}

export async function configureNoLoss(_lab: Lab): Promise<void> {}

export async function write(_url: string, _row: Row): Promise<Told> {
  return found;
}

async function tryOut(): Promise<Told> {
  const client = new Client({
    connectionString: process.env.DATABASE_URL ?? 'postgres://student@localhost:5432/postgres',
    connectionTimeoutMillis: 500,
  });
  try {
    await client.connect();
    await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await client.query("INSERT INTO inventory (product_id, product_name, quantity) VALUES (900, 'Test', 1)");
  } catch {
    // no server here at the moment; it worked yesterday
  } finally {
    await client.end().catch(() => undefined);
  }
  return 'acked';
}
