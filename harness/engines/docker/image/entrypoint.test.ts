import { describe, expect, test } from 'vitest';
import { waitUntil } from '../../../core/wait-until.ts';
import { openClient } from '../client.ts';
import { createContainer, removeContainer } from '../container.ts';
import { runExec } from '../exec.ts';
import { dockerForTest } from '../open-for-test.ts';

const found = await dockerForTest();

describe.skipIf(found.because !== undefined)(
  `the PostgreSQL image${found.because ? ` (skipped: ${found.because})` : ''}`,
  () => {
    const start = async (variables: string[]) => {
      if (found.because !== undefined) throw new Error(found.because);
      const container = await createContainer(await openClient(found.host), {
        what: 'a container of a test',
        image: found.images.postgres.name,
        command: ['docker-entrypoint.sh', 'postgres'],
        labels: {},
        user: 'root',
        capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID'],
        memory: 1024 ** 3,
        more: { Env: variables, HostConfig: { NetworkMode: 'none' } },
      });
      await container.start();
      return { container, [Symbol.asyncDispose]: () => removeContainer(container) };
    };

    test('makes the user, the password and the database that its variables name, for who comes by the network', async () => {
      await using started = await start(['POSTGRES_USER=ann', "POSTGRES_PASSWORD=it's", 'POSTGRES_DB=shop']);
      const ask = () =>
        runExec(started.container, {
          what: 'cannot ask',
          command: [
            'psql',
            '-h',
            '127.0.0.1',
            '-U',
            'ann',
            '-d',
            'shop',
            '-Atc',
            "SELECT current_user, current_database(), current_setting('listen_addresses')",
          ],
          user: 'postgres',
          env: { PGPASSWORD: "it's" },
        });
      const answer = await waitUntil(
        'the server',
        async () => {
          const said = await ask();
          return said.exitCode === 0 && said;
        },
        { timeout: 60_000, interval: 200 },
      );
      expect(answer.stdout).toBe('ann|shop|*\n');
    }, 90_000);

    test('refuses to start without a password', async () => {
      await using started = await start([]);
      expect(await started.container.wait()).toMatchObject({ StatusCode: 1 });
    }, 60_000);
  },
);
