import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';

/** What a program in an enclosure must not reach. Plain data. */
export interface Targets {
  /** A file that every user may read and write. */
  file: string;
  /** Where a server listens on this machine's loopback. */
  port: number;
  /** A process of the same user. */
  pid: number;
  /** Bytes of memory that no program needs. */
  bytes: number;
}

/** Targets that tell whether they were touched. Disposing removes them. */
export interface Canaries extends AsyncDisposable {
  readonly targets: Targets;
  /** What was touched since the beginning. */
  touched(): string[];
}

/** Puts a file, a server and a process within reach of everything that is not enclosed. */
export async function openCanaries(broker: Broker, owner: Owner | undefined): Promise<Canaries> {
  const directory = await broker.makeDirectory(`canaries-${randomBytes(3).toString('hex')}`, { mode: 0o755 });
  const file = join(directory, 'hidden.txt');
  const secret = `canary ${randomBytes(6).toString('hex')}\n`;
  await writeFile(file, secret);
  await chmod(file, 0o666);
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const victim = await broker.spawn({
    label: 'canary',
    command: '/bin/sh',
    args: ['-c', 'read _'],
    cwd: '/',
    env: {},
    owner,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return {
    targets: { file, port, pid: victim.pid, bytes: 6 * 1024 ** 3 },
    touched() {
      const written = readFileSync(file, 'utf8') !== secret;
      return [written && 'file', visits > 0 && 'port', victim.exit && 'process'].filter(
        (name) => name !== false && name !== undefined,
      ) as string[];
    },
    async [Symbol.asyncDispose]() {
      await victim.kill();
      server.close();
    },
  };
}
