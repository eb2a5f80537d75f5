import { join } from 'node:path';
import { Client } from 'pg';
import type { Broker, OwnedProcess, Owner } from '../broker/broker.ts';
import { waitUntil } from '../core/wait-until.ts';
import { openInstallation } from '../engines/embedded/installation.ts';
import { openTools } from '../engines/embedded/tools.ts';
import { asArguments, serverSettings } from '../engines/server-settings.ts';

/** How bare servers of a bench are run. */
export interface BareOptions {
  broker: Broker;
  binDirectory: string;
  major: number;
  owner: Owner | undefined;
}

/** The programs of an installation, and the path of pg_basebackup, ours where it has none. */
export async function openBare(options: {
  broker: Broker;
  owner: Owner | undefined;
  stateDirectory: string;
  nodePath: string;
  pgBin?: string | undefined;
}): Promise<{ bare: BareOptions; backup: string }> {
  const { broker, nodePath, owner, pgBin, stateDirectory } = options;
  const installation = openInstallation({ pgBin, stateDirectory });
  const tools = await openTools({ installation, stateDirectory, nodePath });
  const { binDirectory, version } = installation;
  const backup = join(tools.path[0] ?? binDirectory, 'pg_basebackup');
  return { bare: { broker, binDirectory, major: version.major, owner }, backup };
}

export interface BareServer {
  name: string;
  dataDirectory: string;
  host: string;
  port: number;
}

/** Milliseconds for anything of a bench to happen. */
const patience = 20_000;

/** A postmaster with our settings and nothing of ours around it. */
export async function startBare(server: BareServer, options: BareOptions): Promise<OwnedProcess> {
  const { broker, binDirectory, major, owner } = options;
  return await broker.spawn({
    label: `bare ${server.name}`,
    command: join(binDirectory, 'postgres'),
    args: ['-D', server.dataDirectory, ...asArguments(serverSettings({ ...server, major }))],
    cwd: '/',
    env: { PATH: binDirectory, LC_ALL: 'C', TZ: 'UTC' },
    owner,
    stdio: 'ignore',
  });
}

/** A program of the installation, to its end. Throws what it said when it fails. */
export async function runProgram(command: string, args: string[], options: BareOptions): Promise<void> {
  const env = { PATH: `${options.binDirectory}:/usr/bin:/bin`, LC_ALL: 'C', TZ: 'UTC' };
  const { broker, owner } = options;
  // Standard error is inherited: pg_ctl start would keep a pipe of ours open for as long as its server lives.
  const owned = await broker.spawn({
    label: command,
    command,
    args,
    cwd: '/',
    env,
    owner,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { code } = await owned.exited;
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

/** Connects as soon as the server lets it. */
export async function connectWhenReady(url: string): Promise<Client> {
  return await waitUntil(
    'the server to accept a connection',
    async () => {
      const client = new Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    { timeout: patience, interval: 2 },
  );
}

/** Writes a row on one server and waits until the other has it: both are ready then, and replication works. */
export async function rowArrives(leaderUrl: string, followerUrl: string): Promise<void> {
  const leader = await connectWhenReady(leaderUrl);
  try {
    await leader.query('CREATE TABLE public.arrival (id int)');
    const follower = await connectWhenReady(followerUrl);
    try {
      const arrived = async () =>
        (await follower.query("SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'arrival'")).rows.length === 1;
      await waitUntil('a row to arrive', arrived, { timeout: patience, interval: 2 });
    } finally {
      await follower.end();
    }
  } finally {
    await leader.end();
  }
}
