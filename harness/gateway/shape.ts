import type { FaultSpec } from './gateway.ts';

/** How a link behaves now: the sum of the faults on it. */
export interface Shape {
  severed: boolean;
  holdToServer: boolean;
  holdToClient: boolean;
  /** Milliseconds by which each delivery is late. */
  delay: number;
  /** The server of a new connection is not heard when it has waited for a query so many times. */
  silentAfter: number;
}

/** Adds up faults: one that severs wins over all, holds join, the longest delay and the first silence count. */
export function shapeOf(faults: Iterable<FaultSpec>): Shape {
  const shape: Shape = {
    severed: false,
    holdToServer: false,
    holdToClient: false,
    delay: 0,
    silentAfter: Number.POSITIVE_INFINITY,
  };
  for (const fault of faults) {
    if (fault.kind === 'sever') shape.severed = true;
    else if (fault.kind === 'delay') shape.delay = Math.max(shape.delay, fault.ms);
    else if (fault.kind === 'silence') shape.silentAfter = Math.min(shape.silentAfter, fault.after);
    else {
      if (fault.direction !== 'to-client') shape.holdToServer = true;
      if (fault.direction !== 'to-server') shape.holdToClient = true;
    }
  }
  return shape;
}
