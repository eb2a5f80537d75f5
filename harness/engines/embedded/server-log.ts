import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

/** A log larger than this is cut to nothing: a student's loop of notices must not fill the memory, in bytes. */
const limit = 16 * 1024 ** 2;

/** The file that a server's stderr goes to, kept below a limit while the server runs. */
export class ServerLog implements Disposable {
  readonly path: string;
  readonly #watch: NodeJS.Timeout;

  constructor(path: string) {
    this.path = path;
    closeSync(openSync(path, 'a', 0o600));
    this.#watch = setInterval(() => this.#cap(), 500);
    this.#watch.unref();
  }

  /** A descriptor for the server; the caller closes it. Appending, so that a cut file starts again at 0. */
  openForServer(): number {
    return openSync(this.path, 'a');
  }

  /** Bytes so far; 0 when a sweep has removed it. */
  get size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** The newest `bytes` of what lies beyond `from`. */
  read(bytes: number, from = 0): string {
    const fd = openSync(this.path, 'r');
    try {
      const { size } = fstatSync(fd);
      const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, bytes)));
      const length = readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8', 0, length);
    } finally {
      closeSync(fd);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#watch);
  }

  #cap(): void {
    if (this.size > limit) truncateSync(this.path, 0);
  }
}
