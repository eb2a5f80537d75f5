import { describe, expect, test } from 'vitest';
import { contractLab, type EngineUnderTest } from './testing/contract-lab.ts';

/** What a client meets on the way to a server, whatever way an engine has. */
export function describeLinksContract(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`the contract of links: ${name}`, () => {
    const { dial, engine, machine } = contractLab(open);

    test('a client whose link is cut sees a reset, as from a network that broke, under a statement and at the door', async () => {
      await using leader = await machine('leader');
      await using gateway = await engine().openGateway({ outside: 2 });
      await leader.start();
      const address = await gateway.open({ id: 'clients', target: leader.address, audience: 'clients' });
      const client = await dial(address);
      const ended = client.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
      await using cut = await gateway.inflict(['clients'], { kind: 'sever' });
      expect(await ended).toMatchObject({ code: 'ECONNRESET' });
      await expect(dial(address)).rejects.toMatchObject({ code: 'ECONNRESET' });
      await cut.heal();
    });
  });
}
