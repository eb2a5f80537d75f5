import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { LineSplitter, maxLineBytes } from './lines.ts';
import type { Message, ReplyError, Request } from './messages.ts';
import type { Json } from './value-types.ts';

// Taken before any student code runs, so that replacing the globals changes nothing here.
const { parse, stringify } = JSON;
const { from: bytesOf, byteLength } = Buffer;
const exit = process.exit.bind(process);
const { wait } = Atomics;

/** What the host does with a line from the harness. */
type Receive = (message: Message) => void;

/**
 * The student's end of the channel: reads fd 3, writes fd 4. The nonce is the first line on fd 3 and stays in a
 * private field. Writes are synchronous, so that a last word is out before the process ends.
 */
export class HostChannel {
  readonly #input: Socket;
  readonly #lines = new LineSplitter();
  readonly #receive: Receive;
  #nonce: string | undefined;

  constructor(receive: Receive) {
    this.#receive = receive;
    this.#input = new Socket({ fd: 3, readable: true, writable: false });
    this.#input.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#input.on('error', () => exit(1));
    this.#input.on('end', () => exit(1)); // the harness is gone; nobody wants an answer
  }

  request(id: number, method: string, params: Record<string, Json>): void {
    this.#write({ jsonrpc: '2.0', id, method, params });
  }

  notify(method: string, params: Record<string, Json>): void {
    this.#write({ jsonrpc: '2.0', method, params });
  }

  reply(request: Request, result: Json): void {
    this.#write({ jsonrpc: '2.0', id: request.id, result });
  }

  fail(request: Request, error: ReplyError): void {
    this.#write({ jsonrpc: '2.0', id: request.id, error });
  }

  /** Whether waiting for the harness keeps the process alive. */
  hold(held: boolean): void {
    if (held) this.#input.ref();
    else this.#input.unref();
  }

  #read(chunk: Buffer): void {
    for (const line of this.#lines.push(chunk)) {
      const message = parse(line);
      if (this.#nonce === undefined) this.#nonce = message.params.nonce;
      else this.#receive(message);
    }
  }

  /** The nonce is put in front of the finished text: no code that could be replaced sees both. */
  #write(message: Message): void {
    const body = stringify(message);
    if (body.length > maxLineBytes / 4 && byteLength(body) > maxLineBytes - 100) throw new LineTooLong();
    writeAll(`{"nonce":"${this.#nonce}",${body.slice(1)}\n`);
  }
}

/** A message that would be longer than a line may be; nothing of it was sent. */
export class LineTooLong extends Error {
  constructor() {
    super(`is larger than ${maxLineBytes / 1024} KiB`);
  }
}

function writeAll(line: string): void {
  const bytes = bytesOf(line);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(4, bytes, written);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') exit(1);
      wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // full: the harness reads, let it
    }
  }
}
