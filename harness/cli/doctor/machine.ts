import { once } from 'node:events';
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { openStorage, requireRoom, type Storage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { reachableNode } from '../../core/reachable-node.ts';
import { reserveAddress } from '../../engines/embedded/loopback.ts';
import type { Probe } from './probe.ts';

/** Room for what one run keeps, in bytes: its logs and events are capped at about this. */
const evidenceRoom = 32 * 1024 ** 2;
/** Milliseconds for a connection within the machine. */
const connectLimit = 3000;

/** What every machine must have: programs, room, addresses, a user. `runs`: where evidence is kept. */
export function machineProbes(env: NodeJS.ProcessEnv, runs: string): Probe[] {
  const storage = () => openStorage(env);
  return [
    { name: 'Node.js', look: () => `${process.version}, ${reachableNode(storage().stateDirectory)}` },
    { name: 'libraries', look: libraries },
    { name: 'storage', look: () => room(storage()) },
    { name: 'evidence', look: () => evidence(runs) },
    { name: 'users', look: users },
    { name: 'loopback ports', look: loopback },
  ];
}

/** That this runs proves that they are there; which ones is for whoever helps. */
function libraries(): string {
  if (process.platform !== 'linux') return 'those of the system';
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
  report.excludeNetwork = true; // names are not looked up
  const { header, sharedObjects } = report.getReport() as unknown as {
    header: { glibcVersionRuntime?: string };
    sharedObjects: string[];
  };
  const atomic = sharedObjects.find((path) => path.includes('libatomic'));
  return [`glibc ${header.glibcVersionRuntime ?? 'of an unknown version'}`, ...(atomic ? [atomic] : [])].join(', ');
}

function room(storage: Storage): string {
  const free = requireRoom(storage);
  const { inMemory, workDirectory } = storage;
  const where = inMemory || isTmpfs(workDirectory) ? 'in memory' : 'on disk: grading is slower';
  return `${workDirectory}, ${where}, ${(free / 1024 ** 3).toFixed(1)} GiB free`;
}

function evidence(runs: string): string {
  try {
    mkdirSync(runs, { recursive: true });
    accessSync(runs, constants.W_OK);
    const { bavail, bsize } = statfsSync(runs);
    if (bavail * bsize < evidenceRoom) throw new Error('the disk is full');
    return runs;
  } catch (cause) {
    throw new LabError('NO_STORAGE', `nothing can be kept of a run: ${messageOf(cause)}`, {
      where: runs,
      next: 'make it writable, or make room: npm run clean -- --evidence',
    });
  }
}

/** By the magic number of the file system. */
function isTmpfs(path: string): boolean {
  return process.platform === 'linux' && statfsSync(path).type === 0x01021994;
}

function users(): string {
  const { server, student } = chooseUsers();
  if (!server) return `everything runs as you (uid ${process.getuid?.()})`;
  return `you are root: servers run as uid ${server.uid}, your code as uid ${student?.uid}`;
}

/** Listens and connects on the usual loopback address and, where servers get addresses of their own, on such a one. */
async function loopback(): Promise<string> {
  const hosts = ['127.0.0.1', ...(process.platform === 'linux' ? [(await reserved()).host] : [])];
  for (const host of hosts) {
    try {
      await roundTrip(host);
    } catch (cause) {
      throw new LabError('START_FAILED', `no connection to ${host}: ${messageOf(cause)}`, {
        next: 'ip link set lo up; and let no firewall filter the loopback interface',
        cause,
      });
    }
  }
  return `free ports and connections on ${hosts.join(' and ')}`;
}

async function reserved() {
  try {
    return await reserveAddress();
  } catch (cause) {
    throw new LabError('START_FAILED', `no port of 127.0.0.0/8 can be listened on: ${messageOf(cause)}`, {
      next: 'ip link set lo up',
      cause,
    });
  }
}

async function roundTrip(host: string): Promise<void> {
  const signal = AbortSignal.timeout(connectLimit);
  const server = createServer((socket) => socket.end('x'));
  try {
    server.listen(0, host);
    await once(server, 'listening', { signal });
    const address = server.address();
    const socket = connect({ host, port: typeof address === 'object' && address ? address.port : 0 });
    try {
      await once(socket, 'data', { signal });
    } finally {
      socket.destroy();
    }
  } finally {
    server.close();
  }
}
