import { isPlain, methodNames } from './methods.ts';
import { type AnyFunction, type Json, type Keep, maxDepth, maxValues, memberPath, ValueError } from './value-types.ts';

/**
 * Encodes plain data, and through `keep` functions, objects with methods and abort signals. Throws a ValueError for
 * cycles, symbols, promises, and what is deeper than `maxDepth`. `root` is the name that error paths begin with.
 */
export function encodeValue(value: unknown, keep: Keep = {}, root = 'value'): Json {
  return new Encoder(keep).encode(value, root, 1);
}

class Encoder {
  readonly #keep: Keep;
  readonly #open = new Set<object>();
  #count = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  encode(value: unknown, path: string, depth: number): Json {
    this.#count += 1;
    if (this.#count > maxValues) throw new ValueError(path, `is one of more than ${maxValues} values`);
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: nameOf(value) };
      case 'bigint':
        return { $bigint: String(value) };
      case 'undefined':
        return { $undefined: true };
      case 'symbol':
        throw new ValueError(path, 'is a symbol, which cannot cross');
      case 'function':
        return this.#callback(value as AnyFunction, path);
      default:
        return value === null ? null : this.#object(value as object, path, depth);
    }
  }

  #callback(value: AnyFunction, path: string): Json {
    if (!this.#keep.callback) throw new ValueError(path, 'is a function, which cannot cross here');
    return { $callback: { id: this.#keep.callback(value) } };
  }

  #object(value: object, path: string, depth: number): Json {
    const special = this.#keep.special?.(value);
    if (special !== undefined) return special;
    if (this.#open.has(value)) throw new ValueError(path, 'is a cycle: an object that contains itself');
    if (depth > maxDepth) throw new ValueError(path, `is more than ${maxDepth} levels deep`);
    this.#open.add(value);
    const encoded = this.#leaf(value, path) ?? this.#container(value, path, depth);
    this.#open.delete(value);
    return encoded;
  }

  #leaf(value: object, path: string): Json | undefined {
    if (isError(value)) return { $error: describe(value) };
    if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
    if (value instanceof Promise) throw new ValueError(path, 'is a promise: await it first');
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      throw new ValueError(path, 'holds binary data: only Uint8Array and Buffer can cross');
    }
    if (value instanceof AbortSignal) {
      if (!this.#keep.signal) throw new ValueError(path, 'is an AbortSignal, which cannot cross here');
      return { $abort: { id: this.#keep.signal(value), aborted: value.aborted } };
    }
    return undefined;
  }

  #container(value: object, path: string, depth: number): Json {
    const all = (items: Iterable<unknown>, name = path) =>
      Array.from(items, (item, index) => this.encode(item, memberPath(name, index), depth + 1));
    if (Array.isArray(value)) return all(value);
    if (value instanceof Set) return { $set: all(value) };
    if (value instanceof Map) {
      return { $map: Array.from(value, (entry, index) => all(entry, memberPath(path, index))) };
    }
    const methods = methodNames(value);
    if (methods.length > 0 && this.#keep.handle) {
      return { $handle: { id: this.#keep.handle(value), methods, fields: this.#fields(value, path, depth) } };
    }
    if (methods.length > 0 && !isPlain(value)) throw new ValueError(path, 'has methods, which cannot cross here');
    return this.#plain(value, path, depth);
  }

  #plain(value: object, path: string, depth: number): Json {
    const encoded: Record<string, Json> = {};
    for (const [key, member] of Object.entries(value)) {
      const at = memberPath(path, key);
      if (key === '__proto__') throw new ValueError(at, 'has a name that cannot cross');
      encoded[key] = this.encode(member, at, depth + 1);
    }
    return Object.keys(encoded).some((key) => key.startsWith('$')) ? { $object: encoded } : encoded;
  }

  /** What a handle shows without a call: its own data properties as they are now; others are left out. */
  #fields(value: object, path: string, depth: number): Json {
    const fields: Record<string, Json> = {};
    const data = new Encoder({});
    data.#open.add(value);
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === 'function' || key === '__proto__' || key.startsWith('$')) continue;
      try {
        fields[key] = data.encode(member, memberPath(path, key), depth + 1);
      } catch {
        // not plain data
      }
    }
    return fields;
  }
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isError(value: object): value is Error {
  return value instanceof Error || Error.isError(value);
}

/** Characters of a message or a stack that cross. */
const textLimit = 8192;

function describe(error: Error): Json {
  const described: Record<string, Json> = {
    name: String(error.name).slice(0, 200),
    message: messageOf(error).slice(0, textLimit),
  };
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' || typeof code === 'number') described.code = code;
  if (typeof error.stack === 'string') described.stack = error.stack.slice(0, textLimit);
  return described;
}

/** A refused connection to `localhost` is an AggregateError without a message: its parts have them. */
function messageOf(error: Error): string {
  if (error.message || !(error instanceof AggregateError)) return String(error.message);
  return error.errors.map((part) => (part instanceof Error ? part.message : String(part))).join('; ');
}
