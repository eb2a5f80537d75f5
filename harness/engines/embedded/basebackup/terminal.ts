import { type BackupError, type ServerMessage, serverText } from './errors.ts';

/** Writes text to the user, all of it on stderr, as the original does. */
export interface Output {
  write(text: string): void;
  isTTY?: boolean;
}

/** What the program says while it works. */
export class Terminal {
  readonly #output: Output;
  readonly #verbose: boolean;
  readonly #progress: boolean;
  #total = 0;

  constructor(output: Output, shown: { verbose: boolean; progress: boolean }) {
    this.#output = output;
    this.#verbose = shown.verbose;
    this.#progress = shown.progress;
  }

  /** Shown with -v only. */
  detail(message: string): void {
    if (this.#verbose) this.info(message);
  }

  /** Always shown. */
  info(message: string): void {
    this.#output.write(`pg_basebackup: ${message}\n`);
  }

  /** The reason of a failed run, and its hint. */
  error(error: BackupError): void {
    this.info(`error: ${error.message}`);
    if (error.hint) this.info(`hint: ${error.hint}`);
  }

  /** A line with no program name in front, as libpq itself writes warnings. */
  warning(message: string): void {
    this.#output.write(`WARNING: ${message}\n`);
  }

  /** A NOTICE or WARNING of the server. */
  notice(message: ServerMessage): void {
    this.#output.write(`${serverText(message)}\n`);
  }

  waitingForCheckpoint(): void {
    if (this.#progress && !this.#verbose) this.#output.write(`waiting for checkpoint${this.#lineEnd(false)}`);
  }

  /** @param total the server's estimate, in kB */
  expectTotal(total: number): void {
    this.#total = total;
  }

  /** Shown with -P only; done is in bytes. The estimate grows when it proves too small (it knows nothing of WAL). */
  progress(done: number, finished: boolean): void {
    if (!this.#progress) return;
    const kilobytes = Math.floor(done / 1024);
    const percent = this.#total > 0 ? Math.min(100, Math.floor((kilobytes * 100) / this.#total)) : 0;
    this.#total = Math.max(this.#total, kilobytes);
    const total = String(this.#total);
    const count = `${String(kilobytes).padStart(total.length)}/${total} kB (${finished ? 100 : percent}%)`;
    this.#output.write(`${count}, ${finished ? 1 : 0}/1 tablespace${this.#lineEnd(finished)}`);
  }

  #lineEnd(finished: boolean): string {
    return !finished && this.#output.isTTY ? '\r' : '\n';
  }
}
