import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { reserveAddress } from '../engines/embedded/loopback.ts';
import {
  type BareOptions,
  type BareServer,
  connectWhenReady,
  rowArrives,
  runProgram,
  startBare,
} from './bare-server.ts';
import { timed } from './stopwatch.ts';

/**
 * What the textbook does, tuned as far as it goes: initdb and pg_basebackup in memory-backed storage, nothing synced, a
 * fast checkpoint, no polling by pg_ctl. `backup` is the path of pg_basebackup. Returns milliseconds until a row arrives.
 */
export async function fromScratchRound(backup: string, number: number, options: BareOptions): Promise<number> {
  const { binDirectory, owner } = options;
  const home = await options.broker.makeDirectory(`scratch-${number}`, { mode: 0o700, owner });
  const leader: BareServer = { name: 'leader', dataDirectory: join(home, 'leader'), ...(await reserveAddress()) };
  const follower: BareServer = { name: 'follower', dataDirectory: join(home, 'follower'), ...(await reserveAddress()) };
  const url = ({ host, port }: BareServer) => `postgres://bench@${host}:${port}/postgres`;
  await using started = new AsyncDisposableStack();
  return await timed(async () => {
    const how = ['-U', 'bench', '-N', '--auth=trust', '--locale=C', '--encoding=UTF8'];
    await runProgram(join(binDirectory, 'initdb'), ['-D', leader.dataDirectory, ...how], options);
    // Servers of a bench listen on a loopback address of their own for a second.
    appendFileSync(join(leader.dataDirectory, 'pg_hba.conf'), 'host all,replication all all trust\n');
    started.use(await startBare(leader, options));
    await (await connectWhenReady(url(leader))).end();
    const from = ['-h', leader.host, '-p', String(leader.port), '-U', 'bench', '-D', follower.dataDirectory];
    await runProgram(backup, [...from, '-R', '-c', 'fast'], options);
    started.use(await startBare(follower, options));
    await rowArrives(url(leader), url(follower));
  });
}
