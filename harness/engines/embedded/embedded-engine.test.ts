import { existsSync } from 'node:fs';
import { describeEngineContract } from '../engine-contract.ts';
import { debian15, openEngineForTest } from './open-for-test.ts';

describeEngineContract('embedded, PostgreSQL from npm', () => openEngineForTest());
if (existsSync(debian15)) describeEngineContract('embedded, PostgreSQL 15', () => openEngineForTest(debian15));
