import { execFileSync } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { LabError } from '../../core/errors.ts';
import { openEngineForTest } from '../../engines/embedded/open-for-test.ts';
import type { Machine, TemplateRecipe } from '../../engines/engine.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

/** A PostgreSQL for the queue of a batch. */
export interface QueueServer extends AsyncDisposable {
  /** With the password. */
  url: string;
  password: string;
  /** Cuts its power, and starts it again when what is given has been done. */
  interrupted(during: () => Promise<void>): Promise<void>;
  /** Why it has no small disk, where one was asked for. */
  lacks?: string;
  /** Takes all room on its small disk while something is done, and starts it again where it did not survive that. */
  full(during: () => Promise<void>): Promise<void>;
  /** The first column of all rows. */
  ask(sql: string): Promise<unknown[]>;
}

const recipe: TemplateRecipe = {
  superuser: 'lab_queue',
  settings: {},
  files: { 'pg_hba.conf': 'host all all all scram-sha-256\n' },
  sql: [],
};

/** With a `disk`, its data are on a small one of that size. */
export async function startQueueServer(options: { disk?: string } = {}): Promise<QueueServer> {
  const { engine, ...opened } = await openEngineForTest();
  const machine = await engine.createMachine({ id: 'queue/server', name: 'queue', data: 'leader', recipe });
  const disk = options.disk === undefined ? undefined : moveToDisk(machine, options.disk);
  await machine.start();
  const password = await engine.templatePassword(recipe);
  const { host, port } = machine.address;
  const url = `postgres://${recipe.superuser}:${password}@${host}:${port}/postgres`;
  return {
    url,
    password,
    lacks: disk?.missing,
    async full(during) {
      if (disk?.missing !== undefined || !disk) throw new Error('the disk of this machine is not to be filled');
      const filling = join(machine.dataDirectory, 'filling');
      try {
        fill(filling);
        await during();
      } finally {
        rmSync(filling);
      }
      await machine.start().catch((error: unknown) => {
        if (!(error instanceof LabError && error.code === 'REFUSED')) throw error; // else it runs
      });
    },
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
      await machine.kill();
      disk?.[Symbol.dispose]();
      await machine[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}

function moveToDisk({ dataDirectory }: Machine, size: string): SmallDisk {
  const copy = `${dataDirectory}.copy`;
  renameSync(dataDirectory, copy);
  const disk = smallDisk(dataDirectory, size);
  if (disk.missing !== undefined) {
    renameSync(copy, dataDirectory);
    return disk;
  }
  execFileSync('cp', ['-a', '-T', copy, dataDirectory]);
  rmSync(copy, { recursive: true });
  return disk;
}

function fill(file: string): void {
  const fd = openSync(file, 'w');
  try {
    for (let size = 1024 ** 2; size >= 1; size = Math.floor(size / 2)) while (writes(fd, size));
  } finally {
    closeSync(fd);
  }
}

function writes(fd: number, size: number): boolean {
  try {
    return writeSync(fd, Buffer.alloc(size)) === size;
  } catch {
    return false;
  }
}
