import { deadline } from '../core/clock.ts';
import { LabError, messageOf } from '../core/errors.ts';
import { replyCodes } from '../sdk/messages.ts';
import { encodeValue, type Json, ValueError } from '../sdk/values.ts';
import { ReplyFailure } from './connection.ts';
import type { StudentObjects } from './student-objects.ts';
import type { StudentSpec } from './student-spec.ts';

/** Milliseconds that an aborted operation may take to give up. */
const abortPatience = 10_000;

/** What a student's process asks of the harness: operations of the lab, and calls of functions it was passed. */
export class Operations {
  readonly #perform: StudentSpec['operations'];
  readonly #objects: StudentObjects;
  readonly #abort = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(perform: StudentSpec['operations'], objects: StudentObjects) {
    this.#perform = perform;
    this.#objects = objects;
  }

  /** Rejects with a ReplyFailure; with a ValueError for what a student's process must not send. */
  perform(method: string, params: Record<string, Json>): Promise<Json> {
    const running = method === 'callback' ? this.#callback(params) : this.#operate(method, params);
    this.#running.add(running);
    const done = () => this.#running.delete(running);
    running.then(done, done);
    return running;
  }

  abort(): void {
    this.#abort.abort(new LabError('INTERRUPTED', 'the student process has ended'));
  }

  /** Resolves when no operation runs any more; gives up on one that ignores its signal for 10 s. */
  async settled(): Promise<void> {
    const late = Promise.withResolvers<void>();
    using _clock = deadline(abortPatience, late.resolve);
    await Promise.race([Promise.allSettled(this.#running), late.promise]);
  }

  async #operate(method: string, params: Record<string, Json>): Promise<Json> {
    try {
      return encodeValue(await this.#perform(method, params, this.#abort.signal));
    } catch (error) {
      const code = (error as { code?: unknown } | undefined)?.code;
      const data = typeof code === 'string' ? code : 'FAILED';
      throw new ReplyFailure({ code: replyCodes.operation, message: messageOf(error), data });
    }
  }

  async #callback(params: Record<string, Json>): Promise<Json> {
    const run = this.#objects.callback(params.id as number);
    if (!run) throw new ValueError('params.id', 'names no function that was passed');
    return run(params.args as Json[]);
  }
}
