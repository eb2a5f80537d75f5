import { availableParallelism } from 'node:os';

/** Bytes that one grading takes at most, its servers and their data in memory included (measured: 410 MB for ex4, 620 MB for ex3). */
const memoryOfOne = 1024 ** 3;

/** How many gradings this machine holds at the same time: no more than its cores, nor than fit into what memory is free. */
export function defaultJobs(): number {
  const fitting = Math.floor(process.availableMemory() / memoryOfOne);
  return Math.max(1, Math.min(availableParallelism(), fitting));
}
