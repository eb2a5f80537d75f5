import { LabError } from '../../core/errors.ts';
import { count } from '../count.ts';

/** Seconds; `least`: as long as a machine may be busy or a server restarted. */
const limits = {
  '--lost-after': { default: 60, least: 10 }, // as short as pg-boss allows
  '--give-up-after': { default: 600, least: 10 },
} as const;

/** Seconds from a flag. Throws ARGUMENT. */
export function secondsOf(
  given: string | boolean | undefined,
  flag: keyof typeof limits,
  command: 'batch' | 'worker',
): number {
  const seconds = count(given, flag, limits[flag].default);
  if (seconds >= limits[flag].least) return seconds;
  const message = `${flag} is at least ${limits[flag].least} seconds; got ${seconds}`;
  throw new LabError('ARGUMENT', message, { next: `npm run ${command} -- --help` });
}

/** Of the help. */
export const giveUpAfter = {
  flags: '--give-up-after <seconds>',
  means: 'end when the queue has not answered for so long (default: 600)',
};
