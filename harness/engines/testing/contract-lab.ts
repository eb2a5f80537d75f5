import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { connectionUrl, controlRole } from '../../cluster/identities.ts';
import { pairRecipe } from '../../cluster/recipe.ts';
import type { Gateway, LinkAddress } from '../../gateway/gateway.ts';
import type { Engine, Machine } from '../engine.ts';

/** A new engine for a suite, and what ends it with all that it started. */
export interface EngineUnderTest extends AsyncDisposable {
  engine: Engine;
}

/** What tests of a contract work with: an engine for all tests of the suite in which this is called. */
export function contractLab(open: () => Promise<EngineUnderTest>) {
  let subject: EngineUnderTest;
  let count = 0;
  beforeAll(async () => {
    subject = await open();
  }, 60_000);
  afterAll(async () => await subject?.[Symbol.asyncDispose]());

  const engine = () => subject.engine;
  const machine = (data: 'empty' | 'leader' | 'follower') =>
    engine().createMachine({ id: `contract/${++count}`, name: 'leader', data, recipe: pairRecipe });
  const dial = async (address: LinkAddress) => {
    const password = await engine().templatePassword(pairRecipe);
    const client = new Client({ connectionString: connectionUrl({ role: controlRole, password }, address) });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const connect = async (gateway: Gateway, target: Machine, link = 'control') =>
    await dial(await gateway.open({ id: link, target: target.address, audience: 'clients' }));
  return { engine, machine, dial, connect };
}
