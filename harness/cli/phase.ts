import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LabEvent } from '../grading/event-kinds.ts';

/** Bytes at the end of a run's story that are read for its last event. */
const tail = 8192;

/** What the check that runs now is at, by the last event of the run's story; empty before the first. Never throws. */
export function phaseOf(eventsFile: string): string {
  const event = lastEvent(eventsFile);
  if (!event) return '';
  switch (event.kind) {
    case 'check.begin':
      return 'its servers start';
    case 'check.end':
      return ''; // the next one has not begun to do anything
    case 'call':
      return `${event.detail.name} runs`;
    case 'request':
      return `your code asked for ${event.detail.method}${event.node ? ` of the ${event.node}` : ''}`;
    default:
      return 'it runs';
  }
}

function lastEvent(file: string): LabEvent | undefined {
  try {
    // A line that is being written has no end yet: the one before it counts.
    const line = readTail(file).split('\n').at(-2);
    return line ? (JSON.parse(line) as LabEvent) : undefined;
  } catch {
    return undefined;
  }
}

function readTail(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, tail));
    const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(handle);
  }
}
