import type { Socket } from 'node:net';

/** What waits to be delivered: bytes, or the end of the stream, and when it is due. */
type Parcel = { due: number; bytes: Buffer | 'end' | 'close' };

/**
 * One direction of one connection: what `from` receives goes to `to`, in order, late by the delay, not at all while
 * held. Backpressure passes through: a held or full half stops reading, so memory stays bounded. `pass` is called with
 * what was delivered.
 */
export class Half {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #pass: (bytes: Buffer) => void;
  readonly #queue: Parcel[] = [];
  #held = false;
  #delay = 0;
  #full = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, pass: (bytes: Buffer) => void) {
    this.#from = from;
    this.#to = to;
    this.#pass = pass;
    from.on('data', (bytes: Buffer) => this.#arrive(bytes));
    from.on('end', () => this.#arrive('end'));
    from.on('close', () => this.#arrive('close'));
    from.on('error', () => undefined); // a close follows
    to.on('drain', () => {
      this.#full = false;
      this.#deliver();
    });
  }

  /** Takes effect for what is queued too, except that a shorter delay does not overtake. */
  shape(held: boolean, delay: number): void {
    this.#held = held;
    this.#delay = delay;
    this.#deliver();
  }

  #arrive(bytes: Parcel['bytes']): void {
    this.#queue.push({ due: performance.now() + this.#delay, bytes });
    this.#deliver();
  }

  #deliver(): void {
    clearTimeout(this.#timer);
    while (!this.#held && !this.#full) {
      const next = this.#queue[0];
      if (!next) break;
      const early = next.due - performance.now();
      if (this.#delay > 0 && early > 0) {
        this.#timer = setTimeout(() => this.#deliver(), Math.ceil(early));
        break;
      }
      this.#queue.shift();
      this.#hand(next.bytes);
    }
    // With a delay the queue is what is in flight; only a hold or a full receiver stops the sender.
    if (this.#held || this.#full) this.#from.pause();
    else this.#from.resume();
  }

  #hand(bytes: Parcel['bytes']): void {
    if (this.#to.destroyed) return;
    if (bytes === 'close') this.#to.destroy();
    else if (bytes === 'end') this.#to.end();
    else {
      this.#full = !this.#to.write(bytes);
      this.#pass(bytes); // last: it may reshape this half
    }
  }
}
