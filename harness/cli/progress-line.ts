import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './command.ts';

const signs = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Milliseconds between two pictures. */
const beat = 120;

/**
 * One line at the bottom of a terminal: what is being done, and for how long. In a pipe nothing at all is written.
 * Whoever writes something else calls `clear` first.
 */
export class ProgressLine implements Disposable {
  readonly #stdout: Terminal;
  #timer: NodeJS.Timeout | undefined;
  #text: () => string = () => '';
  #since = 0;
  #pictures = 0;

  constructor(stdout: Terminal) {
    this.#stdout = stdout;
  }

  /** Shows a text until the next, asked for again at each picture. Its time counts from now. */
  say(text: () => string): void {
    if (!this.#stdout.isTTY) return;
    this.#text = text;
    this.#since = performance.now();
    this.#timer ??= setInterval(() => this.#draw(), beat);
    this.#timer.unref();
    this.#draw();
  }

  /** Leaves an empty line to write on; the text comes back at the next beat. */
  clear(): void {
    if (this.#timer) this.#stdout.write('\r\x1b[2K');
  }

  [Symbol.dispose](): void {
    this.clear();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #draw(): void {
    const seconds = Math.floor((performance.now() - this.#since) / 1000);
    const sign = signs[this.#pictures % signs.length];
    this.#pictures += 1;
    const line = `${sign} ${this.#text()}${seconds >= 2 ? `, ${seconds} s` : ''}`;
    // A line that wraps could not be taken back.
    const room = (this.#stdout.columns || 80) - 1;
    this.#stdout.write(`\r\x1b[2K${[...stripVTControlCharacters(line)].slice(0, room).join('')}`);
  }
}
