import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';

/** What a program in an enclosure must not reach. Plain data. */
export interface Targets {
  /** A file that every user may read and write. */
  file: string;
  /** Where a server listens, at every address of this machine. */
  port: number;
  /** Those of IPv4, as a program in an enclosure would name them. */
  addresses: string[];
  /** Those of IPv6; one of a link's (`fe80:`) is to be tried by every interface that a program finds. */
  addresses6: string[];
  /** The MD5 sum of the list of this machine's accounts, which every user may read. */
  accounts: string;
  /** Sockets of this machine that every user may connect to: a path, and a name without one. */
  sockets: string[];
  /** A process of the same user, with `CANARY` in its environment. */
  pid: number;
  /** Bytes of memory that no program needs. */
  bytes: number;
}

/** Targets that tell whether they were touched. Disposing removes them. */
export interface Canaries extends AsyncDisposable {
  /** With the addresses of the moment: a bridge has one of IPv6 only when something is connected to it. */
  readonly targets: Targets;
  /** What was touched since the beginning. */
  touched(): ('file' | 'server' | 'process')[];
}

/** Puts a file, servers and a process within reach of everything that is not enclosed. */
export async function openCanaries(broker: Broker, owner: Owner | undefined): Promise<Canaries> {
  const name = `canaries-${randomBytes(3).toString('hex')}`;
  const directory = await broker.makeDirectory(name, { mode: 0o755 });
  const file = join(directory, 'hidden.txt');
  const secret = `canary ${randomBytes(6).toString('hex')}\n`;
  await writeFile(file, secret);
  await chmod(file, 0o666);
  let visits = 0;
  const visited = () => {
    visits += 1;
  };
  await using stack = new AsyncDisposableStack();
  const serve = async (where: { port: number } | { path: string }) => {
    const server = createServer((socket) => {
      visited();
      socket.on('error', () => undefined).destroy();
    });
    await new Promise<void>((resolve) => server.listen(where, resolve));
    stack.defer(() => void server.close());
    return server;
  };
  // Without a host: by IPv6, where there is any, and by IPv4.
  const { port } = (await serve({ port: 0 })).address() as { port: number };
  const sockets = [join(directory, 's'), ...(process.platform === 'linux' ? [`\0${name}`] : [])];
  for (const path of sockets) await serve({ path });
  await chmod(sockets[0] as string, 0o666);
  const victim = await broker.spawn({
    label: 'canary',
    command: '/bin/sh',
    args: ['-c', 'read _'],
    cwd: '/',
    env: { CANARY: secret.trim() },
    owner,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  stack.use(victim);
  const accounts = createHash('md5').update(readFileSync('/etc/passwd')).digest('hex');
  const ends = stack.move();
  return {
    get targets() {
      const addresses = { addresses: addressesHere(), addresses6: addresses6Here() };
      return { file, port, ...addresses, accounts, sockets, pid: victim.pid, bytes: 6 * 1024 ** 3 };
    },
    touched() {
      const state = {
        file: readFileSync(file, 'utf8') !== secret,
        server: visits > 0,
        process: victim.exit !== undefined,
      };
      return (['file', 'server', 'process'] as const).filter((what) => state[what]);
    },
    async [Symbol.asyncDispose]() {
      await ends.disposeAsync();
      await rm(directory, { recursive: true, force: true }).catch(() => undefined); // a sweep looks again
    },
  };
}

/** Of IPv4, loopback first: where there are containers, also those of the bridges to them. */
function addressesHere(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const others = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  return ['127.0.0.1', ...others.map(({ address }) => address)];
}

/** Of IPv6; none where this machine has no IPv6. */
export function addresses6Here(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [...new Set(all.filter(({ family }) => family === 'IPv6').map(({ address }) => address))].sort();
}
