import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { LabError, messageOf } from '../core/errors.ts';
import { LimitError, LineSplitter, maxLineBytes, maxTotalBytes } from '../sdk/lines.ts';
import { type Notification, protocolVersion, type Reply, type ReplyError, type Request } from '../sdk/messages.ts';
import type { Json } from '../sdk/value-types.ts';
import { readStudentLine, Violation } from './student-line.ts';

/** Requests of a student that may wait for their replies at the same time. */
const maxOpenRequests = 256;

interface ConnectionHandlers {
  /** Performs a student's request. Throws a ReplyFailure, or anything, which is then the harness's fault. */
  request(method: string, params: Record<string, Json>): Promise<Json>;
  notification(method: string, params: Record<string, Json>): void;
  /** Called once; nothing is read any more. */
  violation(message: string): void;
}

/** A reply that says no. */
export class ReplyFailure extends Error {
  readonly reply: ReplyError;
  constructor(reply: ReplyError) {
    super(reply.message);
    this.reply = reply;
  }
}

/** The harness's end of the channel: checks every line, matches replies with requests, counts what crosses. */
export class Connection {
  readonly #nonce = randomBytes(16).toString('hex');
  readonly #lines = new LineSplitter();
  readonly #output: Writable;
  readonly #handlers: ConnectionHandlers;
  readonly #waiting = new Map<number, PromiseWithResolvers<Json>>();
  #lastId = 0;
  #lastStudentId = 0;
  #openRequests = 0;
  #sent = 0;
  #closed = false;

  constructor(streams: { output: Writable; input: Readable }, handlers: ConnectionHandlers) {
    this.#output = streams.output;
    this.#handlers = handlers;
    for (const stream of [streams.output, streams.input]) stream.on('error', () => undefined); // its process has ended
    streams.input.on('data', (chunk: Buffer) => this.#read(chunk));
    this.notify('hello', { nonce: this.#nonce, version: protocolVersion });
  }

  /** Rejects with a ReplyFailure; never settles when the process ends first. Throws GRADER for what is too large. */
  request(method: string, params: Record<string, Json>): Promise<Json> {
    this.#lastId += 1;
    const waiting = Promise.withResolvers<Json>();
    const problem = this.#write({ jsonrpc: '2.0', id: this.#lastId, method, params });
    if (problem) throw new LabError('GRADER', `${method} was not sent: it ${problem}`);
    this.#waiting.set(this.#lastId, waiting);
    return waiting.promise;
  }

  notify(method: string, params: Record<string, Json>): void {
    this.#write({ jsonrpc: '2.0', method, params });
  }

  /**
   * Ignores what comes and writes no more. The streams stay open: a program that sees their end would use the moment
   * before it is killed.
   */
  close(): void {
    this.#closed = true;
  }

  #read(chunk: Buffer): void {
    if (this.#closed) return;
    try {
      for (const line of this.#lines.push(chunk)) {
        if (!this.#closed) this.#receive(readStudentLine(line, this.#nonce), line);
      }
    } catch (error) {
      if (error instanceof LimitError) this.#refuse(new Violation(`is part of ${error.message}`, this.#lines.rest));
      else if (error instanceof Violation) this.#refuse(error);
      else throw error;
    }
  }

  #refuse(violation: Violation): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handlers.violation(violation.message);
  }

  #receive(message: Request | Notification | Reply, line: string): void {
    const refuse = (problem: string) => new Violation(problem, line.replaceAll(this.#nonce, '…'));
    if (!('method' in message)) {
      const waiting = this.#waiting.get(message.id);
      if (!waiting) throw refuse('answers a request that is not open');
      this.#waiting.delete(message.id);
      if ('result' in message) waiting.resolve(message.result);
      else waiting.reject(new ReplyFailure(message.error));
    } else if ('id' in message) {
      if (message.id <= this.#lastStudentId) throw refuse('uses an id again');
      if (this.#openRequests >= maxOpenRequests) throw refuse(`is one of more than ${maxOpenRequests} open requests`);
      this.#lastStudentId = message.id;
      void this.#answer(message);
    } else {
      this.#handlers.notification(message.method, message.params);
    }
  }

  async #answer({ id, method, params }: Request): Promise<void> {
    this.#openRequests += 1;
    const reply = await this.#handlers.request(method, params).then(
      (result): Reply => ({ jsonrpc: '2.0', id, result }),
      (error): Reply => ({ jsonrpc: '2.0', id, error: error instanceof ReplyFailure ? error.reply : ours(error) }),
    );
    this.#openRequests -= 1;
    const problem = this.#write(reply);
    if (problem) this.#refuse(new Violation(`asks for a reply that ${problem}`, method));
  }

  /** Returns why the message was not sent. */
  #write(message: Request | Notification | Reply): string | undefined {
    if (this.#closed) return undefined;
    const line = Buffer.from(`${JSON.stringify(message)}\n`);
    if (line.length > maxLineBytes) return `is larger than ${maxLineBytes} bytes`;
    if (this.#sent + line.length > maxTotalBytes) return `goes beyond ${maxTotalBytes} bytes in all`;
    this.#sent += line.length;
    this.#output.write(line);
    return undefined;
  }
}

function ours(error: unknown): ReplyError {
  return { code: 0, message: messageOf(error) };
}
