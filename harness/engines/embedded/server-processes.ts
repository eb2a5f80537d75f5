import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  descendantsOf,
  innerPidOf,
  isAlive,
  isNotOlder,
  isTaken,
  killNow,
  listProcesses,
  parentOf,
  startOf,
  worksIn,
} from '../../core/processes.ts';
import { sharedFilesOf } from '../../core/shared-memory.ts';
import { waitUntil } from '../../core/wait-until.ts';

/** The postmaster of a data directory, whoever started it: a student may use pg_ctl. */
export interface Postmaster {
  pid: number;
  start: string;
  /** `starting`, `ready`, `standby`, `stopping`: from the eighth line of postmaster.pid. */
  status: string;
}

/**
 * Read from postmaster.pid; undefined when there is none or it is a dead server's. It is looked for among the given
 * processes, by default all of this machine: looking at those is dear.
 */
export function findPostmaster(
  dataDirectory: string,
  among: () => readonly number[] = allPids,
): Postmaster | undefined {
  const lines = readPidFile(dataDirectory);
  const written = Number(lines[0]);
  if (!Number.isInteger(written) || written <= 1) return undefined;
  const found = findBy(written, dataDirectory, among);
  return found && { ...found, status: (lines[7] ?? 'starting').trim() || 'starting' };
}

/** The postmaster that a process of ours is or has started: the rest of the machine is not looked at. */
export function findStarted(dataDirectory: string, starter: number): Postmaster | undefined {
  return findPostmaster(dataDirectory, () => [starter, ...descendantsOf(starter)]);
}

const onLinux = process.platform === 'linux';
const allPids = () => listProcesses().map(({ pid }) => pid);

/** Where a pid of an enclosure was found last, by data directory. */
const known = new Map<string, { written: number; pid: number; start: string }>();

/** The process that calls itself by this pid. The pid may be another's since; that one does not work in the directory. */
function findBy(
  written: number,
  dataDirectory: string,
  among: () => readonly number[],
): { pid: number; start: string } | undefined {
  // The cheaper question first: on Linux where it works, elsewhere whether it has this pid.
  const isIt = (pid: number) =>
    (onLinux || pid === written) && worksIn(pid, dataDirectory) && innerPidOf(pid) === written;
  const last = known.get(dataDirectory);
  if (last?.written === written && isAlive(last)) return last;
  known.delete(dataDirectory);
  const pid = isIt(written) ? written : among().find(isIt);
  const start = pid === undefined ? undefined : startOf(pid);
  if (pid === undefined || start === undefined) return undefined;
  known.set(dataDirectory, { written, pid, start });
  return { pid, start };
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
  const postmaster = findPostmaster(dataDirectory, () => all.map(({ pid }) => pid));
  const family = postmaster ? [postmaster.pid, ...descendantsOf(postmaster.pid, all)] : [];
  // Orphans of a killed postmaster are nobody's descendants; their working directory still tells.
  const orphans = onLinux ? all.filter(({ pid }) => worksIn(pid, dataDirectory)) : [];
  return [...new Set([...family, ...orphans.map(({ pid }) => pid)])];
}

/**
 * SIGKILL for all of them until none is left, as a cut of power would: no process sees another die. The postmaster is
 * frozen first, so that it starts nothing and restarts nobody, and dies last, for its children watch it.
 */
export async function killServer(dataDirectory: string, since?: string): Promise<void> {
  const pids = () => serverPids(dataDirectory, since);
  const postmaster = findPostmaster(dataDirectory);
  const parent = postmaster && parentOf(postmaster.pid);
  if (postmaster) killNow(postmaster.pid, 'SIGSTOP');
  // Each round looks at all processes of the machine, which is dear, and then only waits for those that it killed.
  for (let left = pids(); left.length > 0; left = pids()) {
    const children = left.filter((pid) => pid !== postmaster?.pid);
    await killAndWait(children);
    if (postmaster) await killAndWait([postmaster.pid]);
  }
  // A dead postmaster whose parent has not noticed keeps its pid, and the next one takes the stale pid file for a
  // living server's. Where nobody notices (a machine without an init) waiting longer would not help: the file goes.
  if (postmaster) {
    const noticed = () => {
      wake(parent);
      return !isTaken(postmaster.pid) || startOf(postmaster.pid) !== undefined;
    };
    await waitUntil('the end of the postmaster to be noticed', noticed, { timeout: 1000, interval: 1 }).catch(() => {
      if (lstatSync(dataDirectory).isDirectory()) rmSync(join(dataDirectory, 'postmaster.pid'), { force: true });
    });
  }
}

/** SIGCONT for the servers' processes and for what took part in their pause. */
export function wakeServer(dataDirectory: string): void {
  const pids = serverPids(dataDirectory);
  for (const pid of pids) killNow(pid, 'SIGCONT');
  wake(pids[0] === undefined ? undefined : parentOf(pids[0]));
}

/** `nsenter`, as the parent of a process in an enclosure, stops itself with its child and would notice nothing more. */
function wake(parent: number | undefined): void {
  if (parent !== undefined && parent !== process.pid) killNow(parent, 'SIGCONT');
}

async function killAndWait(pids: readonly number[]): Promise<void> {
  const doomed = pids.map((pid) => ({ pid, start: startOf(pid) }));
  const shared = new Set(pids.flatMap(sharedFilesOf)); // of a server that somebody started without our settings
  for (const { pid } of doomed) killNow(pid);
  const gone = () => doomed.every(({ pid, start }) => start === undefined || startOf(pid) !== start);
  await waitUntil('killed processes to be gone', gone, { timeout: 10_000, interval: 1 });
  for (const file of shared) rmSync(file, { force: true });
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
