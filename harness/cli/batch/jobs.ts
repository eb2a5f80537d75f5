import { availableParallelism } from 'node:os';
import type { AdmissionOptions } from '../../batch/admission.ts';
import { LabError } from '../../core/errors.ts';
import { count } from '../count.ts';

/** Bytes that one grading takes at most, its servers and their data in memory included (measured: 410 MB for ex4, 620 MB for ex3). */
const memoryOfOne = 1024 ** 3;

/** Gradings that a core may have at the same time, most of them waiting: beyond that lanes cost more than they bring. */
const mostPerCore = 3;

/** How many gradings may be under way at the same time. */
export interface Jobs extends AdmissionOptions {
  most: number;
  words: string;
}

/** So many as are asked for; or a core for each, and more while cores are idle, as memory allows. Throws ARGUMENT. */
export function jobsOf(given: string | boolean | undefined, command: string): Jobs {
  if (given !== undefined) {
    const jobs = count(given, '--jobs', 1);
    if (jobs > 0) return { most: jobs, always: jobs, memoryOfOne, words: `${jobs} at a time` };
    throw new LabError('ARGUMENT', '--jobs is at least 1; got 0', { next: `npm run ${command} -- --help` });
  }
  const fitting = Math.max(1, Math.floor(process.availableMemory() / memoryOfOne));
  const always = Math.min(availableParallelism(), fitting);
  const most = Math.min(mostPerCore * availableParallelism(), fitting);
  return { most, always, memoryOfOne, words: `${always} to ${most} at a time` };
}
