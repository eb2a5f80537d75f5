import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  descendantsOf,
  isAlive,
  isNotOlder,
  isTaken,
  killNow,
  listProcesses,
  startOf,
  worksIn,
} from '../../core/processes.ts';
import { waitUntil } from '../../core/wait-until.ts';

/** The postmaster of a data directory, whoever started it: a student may use pg_ctl. */
export interface Postmaster {
  pid: number;
  start: string;
  /** `starting`, `ready`, `standby`, `stopping`: from the eighth line of postmaster.pid. */
  status: string;
}

/** Read from postmaster.pid; undefined when there is none or it is a dead server's. */
export function findPostmaster(dataDirectory: string): Postmaster | undefined {
  const lines = readPidFile(dataDirectory);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const start = startOf(pid);
  // The pid may have been given to another process since; that one does not work in this directory.
  if (start === undefined || !worksIn(pid, dataDirectory)) return undefined;
  return { pid, start, status: (lines[7] ?? 'starting').trim() || 'starting' };
}

function readPidFile(dataDirectory: string): string[] {
  try {
    return readFileSync(join(dataDirectory, 'postmaster.pid'), 'latin1').split('\n');
  } catch {
    return [];
  }
}

/**
 * Every process that works in the data directory, the postmaster first where it is known. `since` is the start of a
 * process that is older than all of them: looking into each process of the machine is what costs.
 */
export function serverPids(dataDirectory: string, since?: string): number[] {
  const all = listProcesses().filter((info) => isNotOlder(info, since));
  const postmaster = findPostmaster(dataDirectory);
  const family = postmaster ? [postmaster.pid, ...descendantsOf(postmaster.pid, all)] : [];
  // Orphans of a killed postmaster are nobody's descendants; their working directory still tells.
  const orphans = process.platform === 'linux' ? all.filter(({ pid }) => worksIn(pid, dataDirectory)) : [];
  return [...new Set([...family, ...orphans.map(({ pid }) => pid)])];
}

/**
 * SIGKILL for all of them until none is left, as a cut of power would: no process sees another die. The postmaster is
 * frozen first, so that it starts nothing and restarts nobody, and dies last, for its children watch it.
 */
export async function killServer(dataDirectory: string, since?: string): Promise<void> {
  const pids = () => serverPids(dataDirectory, since);
  const postmaster = findPostmaster(dataDirectory);
  if (postmaster) killNow(postmaster.pid, 'SIGSTOP');
  // Each round looks at all processes of the machine, which is dear, and then only waits for those that it killed.
  for (let left = pids(); left.length > 0; left = pids()) {
    const children = left.filter((pid) => pid !== postmaster?.pid);
    await killAndWait(children);
    if (postmaster) await killAndWait([postmaster.pid]);
  }
  // A dead postmaster whose parent has not noticed keeps its pid, and the next one takes the stale pid file for a
  // living server's. Where nobody notices (a container without an init) waiting longer would not help.
  if (postmaster) {
    const noticed = () => !isTaken(postmaster.pid) || startOf(postmaster.pid) !== undefined;
    await waitUntil('the end of the postmaster to be noticed', noticed, { timeout: 1000, interval: 1 }).catch(
      () => undefined,
    );
  }
}

async function killAndWait(pids: readonly number[]): Promise<void> {
  const doomed = pids.map((pid) => ({ pid, start: startOf(pid) }));
  for (const { pid } of doomed) killNow(pid);
  const gone = () => doomed.every(({ pid, start }) => start === undefined || startOf(pid) !== start);
  await waitUntil('killed processes to be gone', gone, { timeout: 10_000, interval: 1 });
}

/** Milliseconds that a server may take to leave by itself; it needs about six. */
const leaveTimeout = 500;

/**
 * Ends a server whose data nobody needs any more: it is asked to leave at once, which releases its shared memory, and
 * killed when it does not. `directory` is that of the machine: commands that work there end too. Never throws.
 */
export async function dropServer(dataDirectory: string, directory: string, since?: string): Promise<void> {
  const postmaster = findPostmaster(dataDirectory);
  if (postmaster) {
    killNow(postmaster.pid, 'SIGQUIT');
    await waitUntil('the server to leave', () => !isAlive(postmaster), { timeout: leaveTimeout, interval: 1 }).catch(
      () => undefined,
    );
  }
  await killServer(directory, since).catch(() => undefined); // a sweep looks again
}
