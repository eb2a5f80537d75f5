import type { Lab } from '#lab';
import { query } from './sql.ts';

// WRONG: this runs once, when the file is imported, long before anybody hands over a lab.
const url = process.env.DATABASE_URL ?? 'postgres://student@localhost:5432/postgres';
await prepare().catch(() => undefined); // no server here at the moment; it worked yesterday

export async function setUp(_lab: Lab): Promise<void> {}

async function prepare(): Promise<void> {
  await query(url, 'CREATE ROLE replicator LOGIN REPLICATION');
  await query(url, "SELECT pg_create_physical_replication_slot('follower_slot', true)");
}
