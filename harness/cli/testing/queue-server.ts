import { Client } from 'pg';
import { openEngineForTest } from '../../engines/embedded/open-for-test.ts';
import type { TemplateRecipe } from '../../engines/engine.ts';

/** A PostgreSQL for the queue of a batch. */
export interface QueueServer extends AsyncDisposable {
  /** With the password. */
  url: string;
  password: string;
  /** Cuts its power, and starts it again when what is given has been done. */
  interrupted(during: () => Promise<void>): Promise<void>;
  /** The first column of all rows. */
  ask(sql: string): Promise<unknown[]>;
}

const recipe: TemplateRecipe = {
  superuser: 'lab_queue',
  settings: {},
  files: { 'pg_hba.conf': 'host all all all scram-sha-256\n' },
  sql: [],
};

export async function startQueueServer(): Promise<QueueServer> {
  const { engine, ...opened } = await openEngineForTest();
  const machine = await engine.createMachine({ id: 'queue/server', name: 'queue', data: 'leader', recipe });
  await machine.start();
  const password = await engine.templatePassword(recipe);
  const { host, port } = machine.address;
  const url = `postgres://${recipe.superuser}:${password}@${host}:${port}/postgres`;
  return {
    url,
    password,
    async interrupted(during) {
      await machine.kill();
      await during();
      await machine.start();
    },
    async ask(sql) {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query({ text: sql, rowMode: 'array' })).rows.map(([first]) => first);
      } finally {
        await client.end();
      }
    },
    async [Symbol.asyncDispose]() {
      await machine[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}
