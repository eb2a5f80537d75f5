/** MiB of JavaScript heap of a program where nobody says otherwise. */
const heap = 512;
/** MiB that V8 reserves for each thread (measured with Node 26: 535), nearly all of it never used. */
const reserved = 544;
/** Threads that there is room for: the first, and workers. */
const threads = 4;
/** MiB beyond the heap of JavaScript. */
const beyondHeap = 512;

/** Node's options for every program of a submission. `heapMb`: MiB of JavaScript heap. */
export function nodeOptions(heapMb = heap): string[] {
  return [`--max-old-space-size=${heapMb}`, '--disable-warning=ExperimentalWarning'];
}

/**
 * The limit on the data of such a program (RLIMIT_DATA), in bytes, which counts what is reserved as what is used.
 * `heapMb`: as for `nodeOptions`.
 */
export function dataLimit(heapMb = heap): number {
  return (threads * reserved + heapMb + beyondHeap) * 1024 ** 2;
}
