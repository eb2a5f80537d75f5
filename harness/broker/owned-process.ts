import type { ChildProcess } from 'node:child_process';
import { wallNow } from '../core/clock.ts';
import {
  descendantsOf,
  environmentOf,
  innerPidOf,
  isNotOlder,
  killNow,
  listProcesses,
  startOf,
} from '../core/processes.ts';
import { waitUntil } from '../core/wait-until.ts';
import type { ExitStatus, OwnedProcess } from './broker.ts';
import { processVariable } from './sweep.ts';

/** Milliseconds in which SIGKILL must have taken effect; a process in uninterruptible sleep may take longer. */
const killTimeout = 5000;

/** Watches a child that has just been spawned. */
export function ownProcess(child: ChildProcess, spawned: Spawned): OwnedProcess {
  const { pid } = spawned;
  const start = startOf(pid);
  let exit: ExitStatus | undefined;
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal, at: wallNow() };
      resolve(exit);
    });
  });
  let killing: Promise<void> | undefined;
  const kill = () => {
    // With an end of its own went all that it contained; one that a signal ended may have left something to end.
    killing ??=
      spawned.contained && exit?.signal === null
        ? Promise.resolve()
        : killTree({ ...spawned, start }, () => exit !== undefined, exited);
    return killing;
  };
  return {
    pid,
    child,
    exited,
    get exit() {
      return exit;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

export interface Spawned {
  pid: number;
  /** Stands in its environment, and so in that of all it starts. */
  mark: string;
  /** `ProcessSpec.contained`. */
  contained: boolean;
}

/** A process with all that it started. */
interface Root extends Spawned {
  start: string | undefined;
}

/**
 * The root is stopped first, so that it starts nothing while its descendants are listed. Children that left the
 * session (PostgreSQL's call setsid) are still descendants by parent link; orphans of one that has ended carry the mark.
 * In a pid namespace there are none: they are its first process's, with which the kernel ends all.
 */
async function killTree(root: Root, hasExited: () => boolean, exited: Promise<ExitStatus>): Promise<void> {
  const doomed = new Map<number, string | undefined>();
  const note = (pid: number) => {
    if (!doomed.has(pid)) doomed.set(pid, startOf(pid));
    killNow(pid);
  };
  if (!hasExited()) killNow(root.pid, 'SIGSTOP');
  const family = root.contained && !hasExited() ? descendantsOf(root.pid) : [];
  const within = family.some((pid) => innerPidOf(pid) === 1); // not yet, when it has only begun
  if (within) for (const pid of family) note(pid);
  for (let before = -1; !within && before !== doomed.size; ) {
    before = doomed.size;
    const all = listProcesses();
    for (const pid of [...doomed.keys(), root.pid].flatMap((parent) => descendantsOf(parent, all))) note(pid);
    const young = all.filter((info) => info.pid !== root.pid && !doomed.has(info.pid) && isNotOlder(info, root.start));
    for (const { pid } of young) if (environmentOf(pid, processVariable) === root.mark) note(pid);
  }
  if (!hasExited()) {
    killNow(root.pid);
    await exited;
  }
  const stillThere = () => [...doomed].filter(([pid, start]) => start !== undefined && startOf(pid) === start);
  await waitUntil('killed processes to be gone', () => stillThere().length === 0, {
    timeout: killTimeout,
    interval: 1,
  }).catch(() => undefined); // a sweep at the end of the run looks again
}
