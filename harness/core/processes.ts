import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';

/** One process of this machine. A pid alone is not an identity: it is used again; with `start` it is one. */
export interface ProcessInfo {
  pid: number;
  parent: number;
  /** When it started, in the platform's own words; equal strings mean the same process. */
  start: string;
}

const onLinux = process.platform === 'linux';
let bootId: string | undefined;

/** Every process that is not a zombie. About 1 ms per 100 processes on Linux; one `ps` elsewhere. */
export function listProcesses(): ProcessInfo[] {
  if (!onLinux) return listByPs();
  const found: ProcessInfo[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const info = Number.isNaN(pid) ? undefined : readStat(pid);
    if (info) found.push(info);
  }
  return found;
}

/** The start mark of a living process, or undefined when there is none with that pid. */
export function startOf(pid: number): string | undefined {
  if (onLinux) return readStat(pid)?.start;
  return listByPs().find((info) => info.pid === pid)?.start;
}

/** The pid of the process that started it, or took it over; undefined when there is no process with that pid. */
export function parentOf(pid: number): number | undefined {
  if (onLinux) return readStat(pid)?.parent;
  return listByPs().find((info) => info.pid === pid)?.parent;
}

/** The pid by which a process knows itself: another one where it lives in a pid namespace of its own. */
export function innerPidOf(pid: number): number | undefined {
  if (!onLinux) return pid;
  try {
    const pids = /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return pids === undefined ? pid : Number(pids.split('\t').at(-1));
  } catch {
    return undefined;
  }
}

/** Whether exactly this process still runs. */
export function isAlive(identity: { pid: number; start: string }): boolean {
  return startOf(identity.pid) === identity.start;
}

/**
 * Whether a process can have been started by another: not when it is older. What costs is looking into a process;
 * this keeps the looks to the few that are young enough. Only Linux has start times that compare.
 */
export function isNotOlder(info: ProcessInfo, start: string | undefined): boolean {
  if (!onLinux || start === undefined) return true;
  return Number.parseInt(info.start, 10) >= Number.parseInt(start, 10);
}

/**
 * The pids of everything that the process started, and what those started, by parent links, the nearest first. Without
 * `all` only these are looked at, where the kernel keeps lists of children; they may be zombies then.
 */
export function descendantsOf(root: number, all = keepsChildren() ? undefined : listProcesses()): number[] {
  const childrenOf = (parent: number) =>
    all ? all.filter((info) => info.parent === parent).map(({ pid }) => pid) : listedChildren(parent);
  const found: number[] = [];
  for (let parents = [root]; parents.length > 0; ) {
    const children = parents.flatMap(childrenOf);
    found.push(...children);
    parents = children;
  }
  return found;
}

let kept: boolean | undefined;

/** Whether the kernel was built with lists of children (`CONFIG_PROC_CHILDREN`). */
function keepsChildren(): boolean {
  kept ??= existsSync(`/proc/self/task/${process.pid}/children`);
  return kept;
}

/** A child belongs to the thread that made it, and to another when that ends. */
function listedChildren(pid: number): number[] {
  const read = <T>(what: () => T[]) => {
    try {
      return what();
    } catch {
      return []; // it has just ended
    }
  };
  return read(() => readdirSync(`/proc/${pid}/task`)).flatMap((thread) =>
    read(() => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').trim();
      return text === '' ? [] : text.split(' ').map(Number);
    }),
  );
}

/**
 * Whether a process works in the directory or below it. PostgreSQL overwrites its environment with its title, but
 * its processes stay in their data directory.
 */
export function worksIn(pid: number, directory: string): boolean {
  if (!onLinux) return commandOf(pid).includes(directory);
  try {
    const at = readlinkSync(`/proc/${pid}/cwd`);
    return at === directory || at.startsWith(`${directory}/`);
  } catch {
    return false; // it has ended, or it is another user's and so not ours
  }
}

/** What a variable was set to in the environment that a process was started with; undefined when it cannot be seen. */
export function environmentOf(pid: number, variable: string): string | undefined {
  if (!onLinux) return undefined;
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return entries.find((entry) => entry.startsWith(`${variable}=`))?.slice(variable.length + 1);
  } catch {
    return undefined;
  }
}

/** Whether the pid is taken, by a living process or by one that has ended and that its parent has not noticed. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SIGKILL; false when there was nothing to kill or it is not ours to kill. Never a group, never init, never itself. */
export function killNow(pid: number, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  if (pid <= 1 || pid === process.pid) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Longer than any /proc/PID/stat: 52 numbers and a name of at most 64 bytes. One for all: a look reads hundreds. */
const statText = Buffer.alloc(2048);

/** /proc/PID/stat: the name in parentheses may hold anything, so fields are counted from the last `)`. */
function readStat(pid: number): ProcessInfo | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(`/proc/${pid}/stat`, 'r');
    const text = statText.toString('latin1', 0, readSync(fd, statText));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    if (state === 'Z' || state === 'X') return undefined;
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
    return { pid, parent: Number(fields[1]), start: `${fields[19]}@${bootId}` };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function listByPs(): ProcessInfo[] {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,lstart='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line);
    if (!match || match[3]?.startsWith('Z')) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), start: (match[4] ?? '').trim() }];
  });
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
