import type { ClientConfig } from 'pg';
import { Line, now } from './line.ts';

/** Connections to one server that a service has at the same time; 20 are allowed. */
const MOST = 12;

/** Lends connections to one server, and lets calls wait for them in their order. */
export class Gate {
  readonly #url: string;
  readonly #limits: ClientConfig;
  readonly #lines = new Set<Line>();
  #idle: Line[] = [];
  #places = MOST;
  /** Each is given a connection that has become free, or, with nothing, the place to open one. */
  readonly #waiting: ((line?: Line) => void)[] = [];

  constructor(url: string, limits: ClientConfig) {
    this.#url = url;
    this.#limits = limits;
  }

  async take(until: number): Promise<Line> {
    for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) {
      if (line.usable) return line;
      line.cut();
    }
    if (this.#places === 0) {
      const line = await this.#turn(until);
      if (line !== undefined) return line;
    } else {
      this.#places -= 1;
    }
    return await this.#open(until);
  }

  /** A line that is cut comes back by itself, as a place. */
  giveBack(line: Line): void {
    const next = line.usable ? this.#waiting.shift() : undefined;
    if (next !== undefined) next(line);
    else if (line.usable) this.#idle.push(line);
    else line.cut();
  }

  /** To be called when no call is under way any more; whatever is lent nevertheless is cut. */
  async end(): Promise<void> {
    const idle = this.#idle;
    this.#idle = [];
    for (const line of this.#lines) if (!idle.includes(line)) line.cut();
    await Promise.all(idle.map((line) => line.leave()));
  }

  async #open(until: number): Promise<Line> {
    let line: Line;
    try {
      line = new Line(this.#url, this.#limits);
    } catch (error) {
      this.#freePlace();
      throw error;
    }
    this.#lines.add(line);
    void line.closed.then(() => {
      this.#lines.delete(line);
      this.#idle = this.#idle.filter((other) => other !== line);
      this.#freePlace();
    });
    try {
      await line.open(until);
      return line;
    } catch (error) {
      line.cut();
      throw error;
    }
  }

  #turn(until: number): Promise<Line | undefined> {
    return new Promise((resolve, reject) => {
      const waiter = (line?: Line): void => {
        clearTimeout(timer);
        resolve(line);
      };
      const timer = setTimeout(
        () => {
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          reject(new Error('no connection has become free'));
        },
        Math.max(0, until - now()),
      );
      this.#waiting.push(waiter);
    });
  }

  #freePlace(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#places += 1;
    else next();
  }
}
