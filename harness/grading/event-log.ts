import { appendFileSync } from 'node:fs';

/** One thing that happened during a run: a line of events.jsonl. */
export interface LabEvent {
  /** Wall-clock milliseconds. */
  at: number;
  check: string;
  /** Who did it: student code, the grader's check, or the harness around both. */
  actor: 'student' | 'grader' | 'harness';
  /** `node.kill`, `lab.disconnect`, `call`, `check.begin` … */
  kind: string;
  node?: string;
  detail?: Record<string, unknown>;
}

/** A detail longer than this is cut, in characters. */
const detailLimit = 2000;

/** Writes the events of one run, at once: what a killed run did is there to be read. Capped at 16 MiB. */
export class EventLog {
  readonly #path: string;
  readonly #recent: LabEvent[] = [];
  #left = 16 * 1024 ** 2;

  constructor(path: string) {
    this.#path = path;
  }

  write(event: LabEvent): void {
    this.#recent.push(event);
    const line = `${JSON.stringify(event, shorten)}\n`;
    this.#left -= line.length;
    if (this.#left > 0) appendFileSync(this.#path, line);
  }

  /** The events of one check so far, oldest first. */
  of(check: string): LabEvent[] {
    return this.#recent.filter((event) => event.check === check);
  }
}

function shorten(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value.length > detailLimit ? `${value.slice(0, detailLimit)}…` : value;
}
