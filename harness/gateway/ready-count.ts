/**
 * How often a PostgreSQL server has said that it waits for a query (ReadyForQuery), counted as its bytes pass: once
 * after the login, and once after the answer to each query. Of a connection with TLS it counts nothing that is true.
 */
export class ReadyCount {
  #count = 0;
  #hasBegun = false;
  /** The part of a message's header that has come: its type, and four bytes with its length without the type. */
  #header: number[] = [];
  /** Bytes of the message's body that are still to come. */
  #body = 0;

  get count(): number {
    return this.#count;
  }

  see(bytes: Buffer): void {
    // The answer to a client that asked for encryption: one byte, and the client's turn.
    if (!this.#hasBegun && bytes.length === 1) return;
    this.#hasBegun = true;
    for (let at = 0; at < bytes.length; ) {
      if (this.#body > 0) {
        const passed = Math.min(this.#body, bytes.length - at);
        this.#body -= passed;
        at += passed;
        continue;
      }
      this.#header.push(bytes[at] as number);
      at += 1;
      if (this.#header.length === headerLength) this.#open();
    }
  }

  #open(): void {
    const header = Buffer.from(this.#header);
    this.#header = [];
    this.#body = header.readUInt32BE(1) - 4;
    if (header[0] === readyForQuery) this.#count += 1;
  }
}

const headerLength = 5;

const readyForQuery = 'Z'.charCodeAt(0);
