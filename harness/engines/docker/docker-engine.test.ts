import { describe, test } from 'vitest';
import { describeEngineContract } from '../engine-contract.ts';
import { dockerForTest, openDockerForTest } from './open-for-test.ts';

const found = await dockerForTest();

if (found.because === undefined) describeEngineContract('docker', () => openDockerForTest(found));
else
  describe(`the engine contract: docker (not here: ${found.because})`, () =>
    test.skip('no containers', () => undefined));
