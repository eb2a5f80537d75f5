import { readFileSync } from 'node:fs';
import { LabError } from '../core/errors.ts';
import type { Owner } from './broker.ts';

/** The first uid of student processes when the caller is root: no account of a usual system has it or those after it. */
const studentUid = 59_000;

export interface Users {
  /** Runs PostgreSQL, which refuses root. initdb needs an account, so it is `nobody`. */
  server: Owner | undefined;
  /** Runs student code: another user, so that it can neither read nor signal the servers. */
  student: Owner | undefined;
}

/**
 * The users that processes run as: undefined, meaning the caller, unless the caller is root. `lane`: of several gradings
 * at the same time, from 0; each has a user of its own for student code.
 */
export function chooseUsers(lane = 0): Users {
  if (process.getuid?.() !== 0) return { server: undefined, student: undefined };
  const id = studentUid + lane;
  return { server: findAccount('nobody'), student: { uid: id, gid: id } };
}

function findAccount(name: string): Owner {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid) {
    throw new LabError('START_FAILED', `PostgreSQL refuses to run as root, and there is no account ${name}`, {
      where: '/etc/passwd',
      next: 'run as an ordinary user',
    });
  }
  return { uid: Number(uid), gid: Number(gid) };
}
