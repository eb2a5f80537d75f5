import { cpus } from 'node:os';

/** What the processors of this machine have done since it started, in milliseconds of all of them together. */
export interface ProcessorTime {
  idle: number;
  total: number;
}

export function processorTime(): ProcessorTime {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, each) => sum + each.idle, 0);
  return {
    idle,
    total: times.reduce((sum, { idle, irq, nice, sys, user }) => sum + idle + irq + nice + sys + user, 0),
  };
}

/** How many processors had nothing to do in between, on average: from 0 to all of them. */
export function idleProcessors(from: ProcessorTime, to: ProcessorTime): number {
  const total = to.total - from.total;
  return total > 0 ? (cpus().length * (to.idle - from.idle)) / total : 0;
}
