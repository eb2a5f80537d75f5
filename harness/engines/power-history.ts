import { wallNow } from '../core/clock.ts';
import { type PowerEvent, serverState } from './engine.ts';

/** Keeps what has become of a server, whoever brings the news first: whoever ended it, or whoever saw that it is gone. */
export class PowerHistory {
  readonly events: PowerEvent[] = [];
  /** Of the end that is being made. */
  #how: string | undefined;

  /** The number of a server's time, by which news of its end are told from those of an earlier one's. */
  started(): number {
    return this.events.push({ event: 'started', at: wallNow() });
  }

  paused(): void {
    this.events.push({ event: 'paused', at: wallNow() });
  }

  resumed(): void {
    this.events.push({ event: 'resumed', at: wallNow() });
  }

  /** `at`: wall-clock milliseconds. Says nothing when it was known before. */
  ended(how: string, at = wallNow()): void {
    if (serverState({ power: this.events }) !== 'off') this.events.push({ event: 'ended', at, how: this.#how ?? how });
  }

  /** The news of an old server's end may come after the start of the next. */
  endedIn(time: number, how: string, at = wallNow()): void {
    if (!this.hasEnded(time)) this.ended(how, at);
  }

  hasEnded(time: number): boolean {
    return this.events.slice(time).some(({ event }) => event === 'ended');
  }

  /** Ends the server. Who sees meanwhile that it is gone does not know how that came about. */
  async end(how: string, work: () => Promise<void>): Promise<void> {
    this.#how = how;
    try {
      await work();
      this.ended(how);
    } finally {
      this.#how = undefined;
    }
  }
}
