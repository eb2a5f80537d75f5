import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCluster } from '../cluster/start-cluster.ts';
import { copyDirectory } from '../engines/embedded/copy.ts';
import { reserveAddress } from '../engines/embedded/loopback.ts';
import type { Engine } from '../engines/engine.ts';
import { type BareOptions, type BareServer, rowArrives, runProgram, startBare } from './bare-server.ts';
import { timed } from './stopwatch.ts';

/** What is started in every round: the smallest cluster that replicates. */
export const pair = {
  nodes: ['leader', 'follower'],
  wiring: 'streaming',
  seed: [],
  grants: [],
  superuser: false,
} as const;

/** Two directories with passwords set, one the follower of the other, as they lie before their servers are started. */
export interface ReadyDirectories {
  leader: string;
  follower: string;
  role: string;
  password: string;
  replication: string;
}

/** Made once, from a cluster of ours that was stopped cleanly. */
export async function readyDirectories(engine: Engine, options: BareOptions): Promise<ReadyDirectories> {
  await using cluster = await startCluster(engine, { ...pair, id: 'floor' });
  await cluster.leader.stop('fast');
  await cluster.follower.stop('fast');
  const home = await options.broker.makeDirectory('floor', { mode: 0o711 });
  const kept = { leader: join(home, 'leader'), follower: join(home, 'follower') };
  await copyDirectory(cluster.leader.machine.dataDirectory, kept.leader);
  await copyDirectory(cluster.follower.machine.dataDirectory, kept.follower);
  const { control, replication } = cluster.leader.identities;
  const conninfo = `user=${replication.role} password=${replication.password}`;
  return { ...kept, role: control.role, password: control.password, replication: conninfo };
}

/** The times of one pair without any harness: until a row arrives, and until pg_ctl has stopped both. */
export interface FloorTimes {
  ready: number;
  stopped: number;
}

/**
 * The floor: both postmasters started on ready directories, nothing else. Then what one would do by hand to end them.
 * The copies are made before the clock starts.
 */
export async function floorRound(ready: ReadyDirectories, number: number, options: BareOptions): Promise<FloorTimes> {
  const home = await options.broker.makeDirectory(`floor-${number}`, { mode: 0o711 });
  const leader: BareServer = { name: 'leader', dataDirectory: join(home, 'leader'), ...(await reserveAddress()) };
  const follower: BareServer = { name: 'follower', dataDirectory: join(home, 'follower'), ...(await reserveAddress()) };
  for (const server of [leader, follower]) {
    await copyDirectory(server.name === 'leader' ? ready.leader : ready.follower, server.dataDirectory);
  }
  const settings = join(follower.dataDirectory, 'postgresql.auto.conf');
  writeFileSync(settings, `primary_conninfo = 'host=${leader.host} port=${leader.port} ${ready.replication}'\n`);
  if (options.owner && process.getuid?.() === 0) chownSync(settings, options.owner.uid, options.owner.gid);
  const url = ({ host, port }: BareServer) => `postgres://${ready.role}:${ready.password}@${host}:${port}/postgres`;
  await using started = new AsyncDisposableStack();
  const up = await timed(async () => {
    const both = await Promise.all([leader, follower].map((server) => startBare(server, options)));
    for (const server of both) started.use(server);
    await rowArrives(url(leader), url(follower));
  });
  const stopped = await timed(async () => {
    for (const { dataDirectory } of [leader, follower]) {
      await runProgram(
        join(options.binDirectory, 'pg_ctl'),
        ['-D', dataDirectory, '-m', 'immediate', '-w', 'stop'],
        options,
      );
    }
  });
  return { ready: up, stopped };
}
