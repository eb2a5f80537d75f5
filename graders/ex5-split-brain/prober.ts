import type { Client } from 'pg';
import { type CheckContext, type ClientWrite, type ClusterNode, NotYet, waitUntil, wallNow } from '#harness/grading';
import { outcomeOf } from './outcome.ts';

/** A client's history: what it wrote, in wall-clock milliseconds, the clock of the servers' logs. */
export type ProbeWrite = Required<ClientWrite>;

/** A client on the leader's side of any cut, who writes one row after another and connects again when it must. */
export interface Prober {
  readonly writes: readonly ProbeWrite[];
  /** Resolves when `count` more writes that begin from now on have come to something, or after five seconds. */
  goOn(count: number): Promise<void>;
  /** Ends it; what is under way stays without an answer. */
  stop(): Promise<void>;
}

/** Its rows have ids above those of all others. */
const firstKey = 2_000_000;
/** Milliseconds that a prober is given for its next writes. */
const patience = 5000;
/** Milliseconds after which a check has ended anyway. */
const forEver = 120_000;

/**
 * Starts writing, with the student's role and words that any client may say. Its way is one that no fault cuts: a
 * leader that this exercise's programs cannot reach may still have clients. Resolves when a first write is acked.
 */
export async function startProber(context: CheckContext, node: ClusterNode): Promise<Prober> {
  const { identities, paths } = node;
  const { role, password } = identities.student;
  const url = `postgres://${role}:${password}@${paths.control.host}:${paths.control.port}/postgres`;
  const writes: ProbeWrite[] = [];
  let client: Client | undefined;
  let over = false;

  const write = async () => {
    const key = firstKey + writes.length;
    const probe: ProbeWrite = { key, node: node.name, begun: wallNow(), ended: 0, outcome: 'unknown' };
    try {
      client ??= await connect(context, url);
      probe.begun = wallNow();
      await client.query(`INSERT INTO public.inventory (product_id, product_name) VALUES (${key}, 'probe')`);
      probe.outcome = 'acked';
    } catch (error) {
      if (isRefusal(error)) probe.outcome = 'rejected';
      else client = undefined; // the connection broke, or there was none: the next write opens another
    }
    probe.ended = wallNow();
    writes.push(probe);
  };
  const writing = waitUntil(
    'the end of the prober',
    async () => {
      do await write();
      while (!over && writes.at(-1)?.outcome === 'acked');
      return over || new NotYet(writes.length);
    },
    { timeout: forEver, signal: context.signal },
  ).catch(() => undefined);

  const goOn = async (count: number) => {
    const from = wallNow();
    const since = () => writes.filter(({ begun }) => begun >= from).length;
    const limits = { timeout: patience, signal: context.signal };
    await waitUntil('more writes', () => since() >= count || new NotYet(since()), limits).catch(() => undefined);
    context.signal.throwIfAborted();
  };
  const first = () => writes.some(({ outcome }) => outcome === 'acked') || new NotYet('no acked write');
  await waitUntil('a first write of the prober', first, { timeout: 10_000, signal: context.signal });
  return {
    writes,
    goOn,
    stop: async () => {
      over = true;
      await outcomeOf(writing, context.signal);
    },
  };
}

async function connect({ session }: CheckContext, url: string): Promise<Client> {
  const client = await session(url);
  await client.query('SET default_transaction_read_only = off');
  await client.query('SET synchronous_commit = local');
  return client;
}

/** The server said no, and the session goes on. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
