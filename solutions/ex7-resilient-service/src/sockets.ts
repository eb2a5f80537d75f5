import { Socket } from 'node:net';

/**
 * Makes the sockets of connections and remembers those that are open, so that they can be closed for certain: the
 * goodbye of pg waits for the other side, and one that is silent never answers it.
 */
export class Sockets {
  readonly #open = new Set<Socket>();

  /** For `stream` in the options of pg. */
  readonly make = (): Socket => {
    const socket = new Socket();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  };

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
