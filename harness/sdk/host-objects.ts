import { encodeValue } from './encode-value.ts';
import { methodNames } from './methods.ts';
import type { AnyFunction, Json } from './value-types.ts';

/** The student's functions and objects that the harness holds by id, and the harness's signals that it was sent. */
export class HostObjects {
  readonly #kept = new Map<number, object>();
  readonly #ids = new WeakMap<object, number>();
  readonly #signals = new Map<number, AbortController>();
  #count = 0;

  /** Throws a ValueError whose message names the path. */
  encode(value: unknown, root: string): Json {
    const keep = (kept: object) => this.#keep(kept);
    return encodeValue(value, { callback: keep, handle: keep }, root);
  }

  find(id: number): object | undefined {
    return this.#kept.get(id);
  }

  release(id: number): void {
    const kept = this.#kept.get(id);
    if (kept) this.#ids.delete(kept);
    this.#kept.delete(id);
  }

  /** The signal that stands for the harness's; the same one for the same id. */
  signal(id: number, aborted: boolean): AbortSignal {
    const controller = this.#signals.get(id) ?? new AbortController();
    this.#signals.set(id, controller);
    if (aborted) controller.abort();
    return controller.signal;
  }

  abort(id: number): void {
    this.#signals.get(id)?.abort();
  }

  #keep(kept: object): number {
    const known = this.#ids.get(kept);
    if (known !== undefined) return known;
    this.#count += 1;
    this.#kept.set(this.#count, kept);
    this.#ids.set(kept, this.#count);
    return this.#count;
  }
}

/** The method of that name of a kept object, bound to it; `undefined` when there is none. */
export function methodOf(object: object | undefined, name: string): AnyFunction | undefined {
  if (!object || !methodNames(object).includes(name)) return undefined;
  const method = (object as Record<string, unknown>)[name];
  return typeof method === 'function' ? (method.bind(object) as AnyFunction) : undefined;
}
