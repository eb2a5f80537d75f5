import { LabError, messageOf } from '../core/errors.ts';

/** Writes what is kept of a run. A full or read-only disk is nobody's fault: throws NO_STORAGE with the place. */
export function keep<T>(where: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw new LabError('NO_STORAGE', `what is kept of a run cannot be written: ${messageOf(cause)}`, {
      where,
      next: 'make it writable, or make room: npm run clean -- --evidence removes what earlier runs have kept',
      cause,
    });
  }
}
