import { StringDecoder } from 'node:string_decoder';

/** Bytes of output that are kept, half from the beginning and half from the end. */
const kept = 64 * 1024;

/** Bytes of stdout and stderr together after which a process is ended. */
export const maxOutputBytes = 8 * 1024 * 1024;

export type OutputStream = 'stdout' | 'stderr';

/** What a process printed, in order of arrival, its middle left out when there is too much of it. */
export class OutputLog {
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  #head = '';
  #tail = '';
  #dropped = 0;
  #total = 0;

  /** Keeps a chunk and returns its text. A character cut in two comes out with the chunk that completes it. */
  add(stream: OutputStream, chunk: Buffer): string {
    this.#total += chunk.length;
    const text = this.#decoders[stream].write(chunk);
    const room = kept / 2 - this.#head.length;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(Math.max(0, room));
    if (this.#tail.length > kept) this.#cut();
    return text;
  }

  get flooded(): boolean {
    return this.#total > maxOutputBytes;
  }

  /** `dropped` counts the characters left out. */
  read(): { text: string; dropped: number } {
    this.#cut();
    const gap = this.#dropped > 0 ? `\n[… ${this.#dropped} characters left out …]\n` : '';
    return { text: this.#head + gap + this.#tail, dropped: this.#dropped };
  }

  /** The last lines, at most `count`. */
  lastLines(count: number): string[] {
    const lines = this.read().text.trimEnd().split('\n').slice(-count);
    return lines.length === 1 && lines[0] === '' ? [] : lines;
  }

  #cut(): void {
    const excess = this.#tail.length - kept / 2;
    if (excess <= 0) return;
    this.#dropped += excess;
    this.#tail = this.#tail.slice(excess);
  }
}
