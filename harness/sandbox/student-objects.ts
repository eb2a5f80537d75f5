import { messageOf } from '../core/errors.ts';
import { replyCodes } from '../sdk/messages.ts';
import { type AnyFunction, decodeValue, encodeValue, type Json } from '../sdk/values.ts';
import { ReplyFailure } from './connection.ts';
import { Immediate } from './immediate.ts';
import { LabArgument } from './lab-argument.ts';
import { type Invoke, StudentHandle } from './student-handle.ts';

/** Milliseconds for a student's function that was passed to a function of the harness. */
const callbackDeadline = 30_000;

/** What crosses by reference: the harness's functions and signals, and the student's functions and handles. */
export class StudentObjects {
  readonly #invoke: Invoke;
  readonly #sendAbort: (id: number) => void;
  readonly #callbacks = new Map<number, AnyFunction>();
  readonly #signals = new Map<number, { signal: AbortSignal; listener: () => void }>();
  #count = 0;

  constructor(invoke: Invoke, sendAbort: (id: number) => void) {
    this.#invoke = invoke;
    this.#sendAbort = sendAbort;
  }

  /** Throws a ValueError for what cannot cross. */
  encode(value: unknown, root: string): Json {
    return encodeValue(
      value,
      {
        callback: (callback) => this.#keep(callback),
        signal: (signal) => this.#watch(signal),
        special: (special) => this.#special(special),
      },
      root,
    );
  }

  /** `deadline` in ms holds for each later call of a function or method in the value. Throws a ValueError. */
  decode(json: Json, deadline: number): unknown {
    return decodeValue(json, {
      callback:
        (id) =>
        (...args: unknown[]) =>
          this.#invoke('callback', { id, args }, { deadline }),
      handle: (id, methods, fields) => new StudentHandle(id, methods, fields, deadline, this.#invoke),
    });
  }

  /** Runs a function of the harness that the student calls. `undefined` when it was never passed. */
  callback(id: number): ((args: Json[]) => Promise<Json>) | undefined {
    const callback = this.#callbacks.get(id);
    return callback && ((args) => this.#run(callback, args));
  }

  /** Listens to no signal any more. */
  [Symbol.dispose](): void {
    for (const { signal, listener } of this.#signals.values()) signal.removeEventListener('abort', listener);
    this.#signals.clear();
  }

  async #run(callback: AnyFunction, args: Json[]): Promise<Json> {
    const decoded = args.map((arg) => this.decode(arg, callbackDeadline));
    try {
      return this.encode(await callback(...decoded), 'value');
    } catch (error) {
      // no stack: it would show the harness's files
      const data = { $error: { name: error instanceof Error ? error.name : 'Error', message: messageOf(error) } };
      throw new ReplyFailure({ code: replyCodes.threw, message: 'it threw', data });
    }
  }

  #special(value: object): Json | undefined {
    if (value instanceof LabArgument) return encodeLab(value);
    if (!(value instanceof Immediate)) return undefined;
    return { $callback: { id: this.#keep(value.call), throwsAt: value.throwsAt ?? 0 } };
  }

  #keep(callback: AnyFunction): number {
    this.#count += 1;
    this.#callbacks.set(this.#count, callback);
    return this.#count;
  }

  #watch(signal: AbortSignal): number {
    this.#count += 1;
    const id = this.#count;
    const listener = () => this.#sendAbort(id);
    signal.addEventListener('abort', listener, { once: true });
    this.#signals.set(id, { signal, listener });
    return id;
  }
}

function encodeLab({ description, node }: LabArgument): Json {
  const lab = { ...description } as never;
  return node === undefined ? { $lab: lab } : { $node: { lab, name: node } };
}
