import { appendFileSync, statSync } from 'node:fs';
import { wallNow } from '../core/clock.ts';
import type { EventDetails, EventKind, EventOf, LabEvent } from './event-kinds.ts';

/** A detail longer than this is cut, in characters. */
const detailLimit = 2000;

/** Bytes of the file, whoever wrote them. */
const fileLimit = 16 * 1024 ** 2;

/** Writes the events of one run, at once: what a killed run did is there to be read. */
export class EventLog {
  readonly #path: string;
  readonly #recent: LabEvent[] = [];
  readonly #limit: number;
  #size: number;
  #ids = 0;

  /** An earlier worker of the run may have begun the file. */
  constructor(path: string, limit = fileLimit) {
    this.#path = path;
    this.#limit = limit;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write<Kind extends EventKind>(event: EventOf<Kind>): void {
    this.#recent.push(event as LabEvent);
    this.#append(event as LabEvent);
  }

  /** The writer of one check: what it says has this check's name, and happens now unless it is told when. */
  for(check: string): EventWriter {
    return (actor, kind, detail, { node, at = wallNow() } = {}) => this.write({ at, check, actor, kind, node, detail });
  }

  /** A number that ties an end to its beginning. */
  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** The events of one check so far, oldest first. */
  of(check: string): LabEvent[] {
    return this.#recent.filter((event) => event.check === check);
  }

  #append(event: LabEvent): void {
    if (this.#size >= this.#limit) return;
    let line = `${JSON.stringify(event, shorten)}\n`;
    this.#size += Buffer.byteLength(line);
    if (this.#size >= this.#limit) {
      const { at, check } = event;
      line = `${JSON.stringify({ at, check, actor: 'harness', kind: 'full', detail: {} } satisfies LabEvent)}\n`;
    }
    appendFileSync(this.#path, line);
  }
}

export type EventWriter = <Kind extends EventKind>(
  actor: LabEvent['actor'],
  kind: Kind,
  detail: EventDetails[Kind],
  more?: { node?: string; at?: number },
) => void;

function shorten(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value.length > detailLimit ? `${value.slice(0, detailLimit)}…` : value;
}
