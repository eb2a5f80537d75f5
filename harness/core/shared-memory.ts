import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** A System V shared memory segment. */
interface Segment {
  id: string;
  /** The pid of the process that made it. */
  creator: number;
  /** Processes that have it now. */
  attached: number;
}

/**
 * Releases the shared memory that dead processes have left. A PostgreSQL that was killed leaves one small segment,
 * which outlives it until the machine restarts; a machine has 4096, and then no server starts any more. Segments that
 * somebody is attached to are not touched. Never throws.
 */
export function releaseSharedMemory(creators: Iterable<number>): void {
  const pids = new Set(creators);
  if (pids.size === 0) return;
  try {
    const left = listSegments().filter(({ attached, creator }) => attached === 0 && pids.has(creator));
    if (left.length > 0)
      execFileSync(
        'ipcrm',
        left.flatMap(({ id }) => ['-m', id]),
        { stdio: 'ignore' },
      );
  } catch {
    // Another sweep was first, or there is no ipcrm: the next look, or a restart, will do.
  }
}

/** From /proc on Linux; elsewhere `ipcs`, whose columns are ID, …, CPID by their heading. */
function listSegments(): Segment[] {
  if (process.platform === 'linux') {
    const [heading = '', ...rows] = readFileSync('/proc/sysvipc/shm', 'latin1').trim().split('\n');
    return readTable(heading, rows, { id: 'shmid', creator: 'cpid', attached: 'nattch' });
  }
  const text = execFileSync('ipcs', ['-m', '-o', '-p'], { encoding: 'utf8' });
  const lines = text.split('\n');
  const heading = lines.find((line) => line.includes('CPID')) ?? '';
  const rows = lines.filter((line) => line.startsWith('m '));
  return readTable(heading, rows, { id: 'ID', creator: 'CPID', attached: 'NATTCH' });
}

function readTable(heading: string, rows: string[], names: Record<keyof Segment, string>): Segment[] {
  const columns = heading.trim().split(/\s+/);
  const at = (name: string) => columns.indexOf(name);
  return rows.map((row) => {
    const fields = row.trim().split(/\s+/);
    const number = (name: string) => Number(fields[at(name)]);
    return { id: fields[at(names.id)] ?? '', creator: number(names.creator), attached: number(names.attached) };
  });
}

/**
 * The files in which a PostgreSQL process has shared memory (POSIX, where no setting says otherwise): they outlive a
 * SIGKILL of the server, and are to be removed by who kills it. Only those of this process's own /dev/shm.
 */
export function sharedFilesOf(pid: number): string[] {
  try {
    const mapped = readFileSync(`/proc/${pid}/maps`, 'latin1').matchAll(/ (\d+) +(\/dev\/shm\/PostgreSQL\.\d+)$/gm);
    const files = new Map([...mapped].map(([, inode, file]) => [file as string, Number(inode)]));
    return [...files].filter(([file, inode]) => statSync(file).ino === inode).map(([file]) => file);
  } catch {
    return []; // it has ended, or has a /dev/shm of its own, or this is no Linux
  }
}
