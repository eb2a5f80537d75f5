/** MiB that V8 reserves for each thread (measured with Node 26: 535), nearly all of it never used. */
const reserved = 544;
/** Threads that there is room for: the first, and workers. */
const threads = 4;
/** MiB beyond the heap of JavaScript. */
const beyondHeap = 512;

/**
 * The limit on the data of a process of Node's (RLIMIT_DATA), in bytes, which counts what is reserved as what is used.
 * `heapMb`: MiB of JavaScript heap; a launcher's default is the default here.
 */
export function dataLimit(heapMb = 512): number {
  return (threads * reserved + heapMb + beyondHeap) * 1024 ** 2;
}
