import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Broker } from '../../broker/broker.ts';
import { isAlive, startOf } from '../../core/processes.ts';

/** What every object of ours on the daemon carries. */
const prefix = 'replication-lab';
const runLabel = `${prefix}.run`;
const workerLabel = `${prefix}.worker`;
const placeLabel = `${prefix}.place`;
const startLabel = `${prefix}.start`;
/** On images that hold a prepared data directory. */
export const templateLabel = `${prefix}.template`;

/** Labels for what this process starts in a run. */
export function ownLabels({ runId }: Broker): Record<string, string> {
  return {
    [runLabel]: runId,
    [workerLabel]: workerOf(runId),
    [placeLabel]: thisPlace(),
    [startLabel]: startOf(process.pid) ?? 'unknown',
  };
}

/** A filter for all that this process has started in a run. */
export const ofThisProcess = (runId: string): string => `${workerLabel}=${workerOf(runId)}`;
/** For all that was started from this machine. */
export const ofThisPlace = (): string => `${placeLabel}=${thisPlace()}`;

/** Whether the process that started an object still runs. Only for objects of this place: pids mean nothing elsewhere. */
export function isOwned(labels: Record<string, string>): boolean {
  const pid = Number(labels[workerLabel]?.split('/')[1]);
  return isAlive({ pid, start: labels[startLabel] ?? '' });
}

function workerOf(runId: string): string {
  return `${runId}/${process.pid}`;
}

/** Where pids are counted together: a host, or a container that was given the daemon's socket. */
function thisPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
