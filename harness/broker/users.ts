import { readFileSync } from 'node:fs';
import { LabError } from '../core/errors.ts';
import type { Owner } from './broker.ts';

/** The uid of student processes when the caller is root: one that no account of a usual system has. */
const studentUid = 59_000;

export interface Users {
  /** Runs PostgreSQL, which refuses root. initdb needs an account, so it is `nobody`. */
  server: Owner | undefined;
  /** Runs student code: another user, so that it can neither read nor signal the servers. */
  student: Owner | undefined;
}

/** The users that processes run as: undefined, meaning the caller, unless the caller is root. */
export function chooseUsers(): Users {
  if (process.getuid?.() !== 0) return { server: undefined, student: undefined };
  return { server: findAccount('nobody'), student: { uid: studentUid, gid: studentUid } };
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
