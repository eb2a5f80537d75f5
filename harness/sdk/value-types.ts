/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type AnyFunction = (...args: unknown[]) => unknown;

/** Containers inside containers, the outermost counted; deeper values are refused on both sides. */
export const maxDepth = 32;

/** Values in one message; guards against a small graph of shared objects that unfolds to a huge tree. */
export const maxValues = 200_000;

/** A value that cannot cross, or JSON that is no encoded value. The message names the path: `value.rows[3].next`. */
export class ValueError extends Error {
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.name = 'ValueError';
    this.path = path;
  }
}

/** Keeps, on the encoding side, what cannot be copied; each returns the id by which the other side names it. */
export interface Keep {
  callback?(callback: AnyFunction): number;
  /** Without it an object with methods crosses as a plain object of callbacks. */
  handle?(object: object): number;
  signal?(signal: AbortSignal): number;
  /** A tagged object for values that only one side knows, such as `{ $lab: description }`. */
  special?(value: object): Json | undefined;
}

/** Makes, on the decoding side, what stands for something kept on the other; without it that tag is refused. */
export interface Make {
  /** `throwsAt` 0 or more: it waits for no answer, and its call of that number, from 1, throws. */
  callback?(id: number, throwsAt?: number): unknown;
  handle?(id: number, methods: string[], fields: Record<string, unknown>): unknown;
  signal?(id: number, aborted: boolean): unknown;
  lab?(description: unknown): unknown;
  node?(content: unknown): unknown;
}

/** The path of a member: `value.name`, `value["two words"]`, `value[3]`. */
export function memberPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key.slice(0, 60))}]`;
}
