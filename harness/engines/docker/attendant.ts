import { createInterface } from 'node:readline';
import { LabError } from '../../core/errors.ts';
import { type Container, requireRunning } from './container.ts';
import { demux } from './exec.ts';
import { onDaemon } from './failure.ts';
import type { Order } from './server-script.ts';

/** Milliseconds without an answer after which the container itself is looked at, again and again. */
const patience = 2000;

export interface Answer {
  status: number;
  text: string;
}

interface Asked extends PromiseWithResolvers<Answer> {
  heard(text: string): void;
}

/**
 * Who works in a machine's container from its start on, at the other end of a stream: an order takes some milliseconds,
 * a program that the daemon is asked to run takes sixty. It goes when the stream ends, and its container with it.
 */
export class Attendant {
  readonly #container: Container;
  readonly #what: string;
  readonly #orders: NodeJS.WritableStream;
  readonly #asked = new Map<number, Asked>();
  #count = 0;
  #gone = false;

  private constructor(container: Container, what: string, stream: NodeJS.ReadWriteStream) {
    this.#container = container;
    this.#what = what;
    this.#orders = stream;
    const { stderr, stdout } = demux(container, stream);
    stderr.resume();
    createInterface({ input: stdout })
      .on('line', (line) => this.#hear(line))
      .on('close', () => this.#leave());
  }

  /** To be called before the container is started. `what`: `the container of leader`. Throws NO_DOCKER. */
  static async attach(container: Container, what: string): Promise<Attendant> {
    const both = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
    return new Attendant(container, what, await onDaemon(`cannot reach ${what}`, () => container.attach(both)));
  }

  /** Its answer, however long that takes. Throws NO_DOCKER when the container does not run any more. */
  async ask(order: Order, ...words: string[]): Promise<Answer> {
    const asked = this.#send(order, words);
    const looking = setInterval(() => this.#look().catch(asked.reject), patience);
    try {
      return await asked.promise;
    } finally {
      clearInterval(looking);
    }
  }

  /** The same for what may last as long as a server does: nobody looks meanwhile. `heard` is told what is said before. */
  async follow(order: Order, words: string[], heard: (text: string) => void = () => undefined): Promise<Answer> {
    return await this.#send(order, words, heard).promise;
  }

  #send(order: Order, words: string[], heard: (text: string) => void = () => undefined): Asked {
    const asked: Asked = { ...Promise.withResolvers<Answer>(), heard };
    const id = ++this.#count;
    this.#asked.set(id, asked);
    if (this.#gone) this.#leave();
    else this.#orders.write(`${[id, order, ...words].join(' ')}\n`);
    return asked;
  }

  #hear(line: string): void {
    const [, id, kind, text = ''] = /^(\d+) ([.-]) (.*)$/.exec(line) ?? [];
    const asked = this.#asked.get(Number(id));
    if (kind === '-') asked?.heard(text);
    if (kind !== '.') return;
    this.#asked.delete(Number(id));
    const [, status, rest = ''] = /^(\d+) ?(.*)$/.exec(text) ?? [];
    asked?.resolve({ status: Number(status), text: rest });
  }

  #leave(): void {
    this.#gone = true;
    const left = [...this.#asked.values()];
    this.#asked.clear();
    if (left.length > 0) void this.#dismiss(left);
  }

  async #dismiss(left: readonly Asked[]): Promise<void> {
    const gone = new LabError('NO_DOCKER', `${this.#what} takes no orders any more`);
    const why = await this.#look().then(
      () => gone,
      (error: unknown) => error,
    );
    for (const { reject } of left) reject(why);
  }

  #look(): Promise<void> {
    return requireRunning(this.#container, this.#what);
  }
}
