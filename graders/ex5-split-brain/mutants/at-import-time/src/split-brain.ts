import { Client } from 'pg';
import type { Lab, LabNode } from '#lab';

// WRONG: this runs once, when the file is imported, long before anybody hands over a lab. What it does is done to another
// server, or to none.
await tryOut();

export async function causeSplitBrain(_lab: Lab): Promise<void> {}

export async function fence(_lab: Lab, _node: LabNode): Promise<void> {}

export async function failOver(_lab: Lab): Promise<void> {}

export async function rejoin(_lab: Lab, _node: LabNode): Promise<void> {}

async function tryOut(): Promise<void> {
  const client = new Client({
    connectionString: process.env.DATABASE_URL ?? 'postgres://student@localhost:5432/postgres',
    connectionTimeoutMillis: 500,
  });
  try {
    await client.connect();
    await client.query('SELECT pg_promote()');
  } catch {
    // no server here at the moment; it worked yesterday
  } finally {
    await client.end().catch(() => undefined);
  }
}
