// The naive client. It is here to be read: what runs is the lab's own copy of it, started by `lab.naive.update(…)`.
//
// "We have two servers, so we write to both of them, and read from either. What should go wrong?"
import { Client } from 'pg';

export interface Server {
  name: string;
  url: string;
}

interface Session {
  name: string;
  /** Undefined when the server did not accept a connection. */
  client: Client | undefined;
}

/** `written`: the server said so. `failed`: there was an error. `skipped`: no connection. `untried`: it had given up. */
type Fate = 'written' | 'failed' | 'skipped' | 'untried';

export interface Outcome {
  /** What it tells whoever asked for the update. */
  told: 'done' | 'failed';
  servers: Record<string, Fate>;
}

/** Connects to every server. One that does not accept is down: somebody will repair it, and the others go on. */
export async function connect(servers: readonly Server[]): Promise<Session[]> {
  const sessions: Session[] = [];
  for (const { name, url } of servers) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined); // a query that runs reports it
    const accepted = await client.connect().then(
      () => true,
      () => false,
    );
    sessions.push({ name, client: accepted ? client : undefined });
  }
  return sessions;
}

/** Writes to one server after the other. At the first error it gives up; what it could not connect to, it leaves out. */
export async function update(sessions: Session[], productId: number, quantity: number): Promise<Outcome> {
  const servers: Record<string, Fate> = Object.fromEntries(sessions.map(({ name }) => [name, 'untried']));
  let told: Outcome['told'] = 'done';
  for (const { name, client } of sessions) {
    if (!client) {
      servers[name] = 'skipped';
      continue;
    }
    try {
      await client.query('UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_id = $2', [
        quantity,
        productId,
      ]);
      servers[name] = 'written';
    } catch {
      servers[name] = 'failed';
      told = 'failed';
      break;
    }
  }
  if (!Object.values(servers).includes('written')) told = 'failed';
  for (const { client } of sessions) void client?.end().catch(() => undefined);
  return { told, servers };
}
