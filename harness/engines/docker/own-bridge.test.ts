import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { daemonElsewhere } from './fixtures/daemon-elsewhere.ts';
import { type DockerForTest, dockerForTest, openDockerForTest } from './open-for-test.ts';

const found = await dockerForTest();

test.skipIf(found.because !== undefined)(
  `a gateway that is not at its own address is made again, with published ports${found.because ? ` (skipped: ${found.because})` : ''}`,
  { timeout: 90_000 },
  async () => {
    const { host } = found as Extract<DockerForTest, { host: string }>;
    const directory = mkdtempSync(join(tmpdir(), 'lab-d-'));
    await using daemon = await daemonElsewhere(directory, host);
    process.env.DOCKER_HOST = daemon.host; // the library finds its daemon there, once
    await using opened = await openDockerForTest({ ...found, host: daemon.host } as DockerForTest);
    const target = { host: '192.0.2.1', port: 5432 };
    await using first = await opened.engine.openGateway({ outside: 1 });
    expect(await first.open({ id: 'a', target })).toMatchObject({ host: '127.0.0.1' });
    await using second = await opened.engine.openGateway({ outside: 1 });
    expect(await second.open({ id: 'a', target })).toMatchObject({ host: '127.0.0.1' });
    expect(daemon.misplaced()).toBe(1);
    rmSync(directory, { recursive: true });
  },
);
