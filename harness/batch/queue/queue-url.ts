import { LabError } from '../../core/errors.ts';
import { withoutPasswords } from '../../core/without-passwords.ts';

/** Where the queue of a batch is. */
export interface QueueUrl {
  /** With the password, where there is one: for nobody but the driver. */
  connection: string;
  /** For people. */
  shown: string;
}

/** Throws ARGUMENT, which does not repeat what was given: there may be a password in it. */
export function queueUrl(given: string | boolean | undefined): QueueUrl {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    throw new LabError('ARGUMENT', '--queue is the url of a PostgreSQL database: postgres://user@host:5432/database', {
      next: 'npm run worker -- --help',
    });
  return { connection: url.href, shown: withoutPasswords(url.href) };
}
