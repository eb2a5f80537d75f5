/** Bytes of one line, its newline not counted. */
export const maxLineBytes = 1024 * 1024;

/** Bytes that may cross in one direction during a process's life. */
export const maxTotalBytes = 8 * 1024 * 1024;

/** Brackets inside brackets in one line; tags need more of them than the values that they stand for. */
const maxNesting = 160;

/** More than a line or a direction may hold. */
export class LimitError extends Error {
  override name = 'LimitError';
}

/** Cuts a stream of bytes into lines. `push` throws a LimitError before it keeps more than a line may hold. */
export class LineSplitter {
  #pieces: Buffer[] = [];
  #length = 0;
  #total = 0;

  push(chunk: Buffer): string[] {
    this.#total += chunk.length;
    if (this.#total > maxTotalBytes) throw new LimitError(`more than ${maxTotalBytes} bytes in all`);
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end));
      lines.push(Buffer.concat(this.#pieces).toString('utf8'));
      this.#pieces = [];
      this.#length = 0;
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The beginning of a line whose end has not come. */
  get rest(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > maxLineBytes) throw new LimitError(`a line of more than ${maxLineBytes} bytes`);
    if (piece.length > 0) this.#pieces.push(piece);
  }
}

/** Whether a line nests too deeply to be parsed; counted before JSON.parse builds anything. */
export function nestsTooDeeply(line: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (quoted) {
      if (code === 92) at += 1;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > maxNesting) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}
