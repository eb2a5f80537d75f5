/** The three functions of the exercise; each has a module of its own. */
export { lsnToBigInt } from './lsn.ts';
export { measureLag } from './measure.ts';
export type { LagReport, LagState, Measure, Servers, WatchOptions } from './types.ts';
export { watchLag } from './watch.ts';
