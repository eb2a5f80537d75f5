import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwningBroker, openBroker } from '../broker/open-broker.ts';
import { openStorage } from '../broker/storage.ts';
import { addresses6Here, type Canaries, openCanaries } from './canaries.ts';
import { reachProgram, reachScript } from './reach.ts';

const run = promisify(execFile);
const away = { file: '/nowhere', pid: 2 ** 22 - 1, bytes: 2 ** 20, addresses: [] };

describe('the probe, where nothing is enclosed', () => {
  let broker: OwningBroker;
  let canaries: Canaries;
  const directory = mkdtempSync(join(tmpdir(), 'reach-test-'));
  beforeAll(async () => {
    broker = openBroker(openStorage({ LAB_STATE_DIR: directory, LAB_WORK_DIR: join(directory, 'work') }));
    canaries = await openCanaries(broker, undefined);
  });
  afterAll(async () => {
    await canaries[Symbol.asyncDispose]();
    await broker[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  const probes = [
    ['a program', async (script: Canaries['targets']) => run(process.execPath, ['-e', reachProgram(script)])],
    ['a script', async (script: Canaries['targets']) => run('bash', ['-c', reachScript(script)])],
  ] as const;

  describe.for(probes)('as %s', ([, probe]) => {
    test('reaches every target', async () => {
      const { stdout } = await probe({ ...canaries.targets, bytes: 2 ** 20 });
      expect(JSON.parse(stdout)).toEqual({ files: true, network: true, processes: true, memory: true });
    });

    test.skipIf(addresses6Here().length === 0).for(addresses6Here())(
      'reaches the network by %s alone, and else nothing',
      { timeout: 20_000 },
      async (address) => {
        const { stdout } = await probe({ ...canaries.targets, ...away, addresses6: [address] });
        expect(JSON.parse(stdout)).toMatchObject({ files: false, network: true, processes: false });
      },
    );
  });
});
