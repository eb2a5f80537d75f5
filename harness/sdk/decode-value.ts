import { type Json, type Make, maxDepth, memberPath, ValueError } from './value-types.ts';

/**
 * Decodes what `encodeValue` wrote. Objects come out with the ordinary prototype and nothing else: a `__proto__` key
 * is refused. Throws a ValueError for unknown tags, malformed ones, and what is deeper than `maxDepth`.
 */
export function decodeValue(json: unknown, make: Make = {}, root = 'value'): unknown {
  return new Decoder(make).decode(json, root, 1);
}

type Members = Record<string, unknown>;

class Decoder {
  readonly #make: Make;

  constructor(make: Make) {
    this.#make = make;
  }

  decode(json: unknown, path: string, depth: number): unknown {
    if (json === null || typeof json !== 'object') return json;
    const keys = Object.keys(json);
    const tag = keys.find((key) => key.startsWith('$'));
    if (tag === undefined || Array.isArray(json)) return this.#container(json, path, depth);
    if (keys.length !== 1) throw new ValueError(path, `has members beside the tag ${tag}`);
    return this.#tagged(tag, (json as Members)[tag], path, depth);
  }

  #container(json: object, path: string, depth: number): unknown {
    if (depth > maxDepth) throw new ValueError(path, `is more than ${maxDepth} levels deep`);
    if (Array.isArray(json)) return json.map((item, at) => this.decode(item, memberPath(path, at), depth + 1));
    const decoded: Members = {};
    for (const [key, member] of Object.entries(json)) {
      const at = memberPath(path, key);
      if (key === '__proto__') throw new ValueError(at, 'has a name that cannot cross');
      decoded[key] = this.decode(member, at, depth + 1);
    }
    return decoded;
  }

  #tagged(tag: string, content: unknown, path: string, depth: number): unknown {
    const bad = () => new ValueError(path, `is a malformed ${tag}`);
    switch (tag) {
      case '$undefined':
        return undefined;
      case '$number':
        if (!['NaN', 'Infinity', '-Infinity', '-0'].includes(content as string)) throw bad();
        return Number(content);
      case '$bigint':
        if (typeof content !== 'string' || !/^-?\d{1,10000}$/.test(content)) throw bad();
        return BigInt(content);
      case '$date':
        if (content !== null && typeof content !== 'string') throw bad();
        return new Date(content ?? Number.NaN);
      case '$bytes':
        if (typeof content !== 'string') throw bad();
        return new Uint8Array(Buffer.from(content, 'base64'));
      case '$error':
        if (!isMembers(content)) throw bad();
        return makeError(content);
      case '$object':
        if (!isMembers(content)) throw bad();
        return this.#container(content, path, depth);
      case '$set':
      case '$map':
        return this.#collection(tag, content, path, depth);
      default:
        return this.#reference(tag, content, path, depth);
    }
  }

  #collection(tag: string, content: unknown, path: string, depth: number): unknown {
    if (!Array.isArray(content)) throw new ValueError(path, `is a malformed ${tag}`);
    if (tag === '$set') return new Set(this.#container(content, path, depth) as unknown[]);
    if (depth > maxDepth) throw new ValueError(path, `is more than ${maxDepth} levels deep`);
    const entries = content.map((entry, index): [unknown, unknown] => {
      if (!Array.isArray(entry) || entry.length !== 2) throw new ValueError(path, 'is a malformed $map');
      const at = memberPath(path, index);
      return [this.decode(entry[0], `${at}[0]`, depth + 1), this.decode(entry[1], `${at}[1]`, depth + 1)];
    });
    return new Map(entries);
  }

  #reference(tag: string, content: unknown, path: string, depth: number): unknown {
    if (tag === '$lab' && this.#make.lab) return this.#make.lab(content);
    if (tag === '$node' && this.#make.node) return this.#make.node(content);
    const make = { $callback: this.#make.callback, $handle: this.#make.handle, $abort: this.#make.signal }[tag];
    if (!make) throw new ValueError(path, `has the tag ${tag.slice(0, 60)}, which means nothing here`);
    if (!isMembers(content) || !isId(content.id) || !isCount(content.throwsAt ?? 0))
      throw new ValueError(path, `is a malformed ${tag}`);
    if (tag === '$callback') return this.#make.callback?.(content.id, content.throwsAt as number | undefined);
    if (tag === '$abort') return this.#make.signal?.(content.id, content.aborted === true);
    const { methods, fields } = content;
    if (!Array.isArray(methods) || !methods.every((name) => typeof name === 'string') || !isMembers(fields ?? {})) {
      throw new ValueError(path, 'is a malformed $handle');
    }
    const shown = this.#container((fields ?? {}) as Json & object, path, depth) as Members;
    return this.#make.handle?.(content.id, methods, shown);
  }
}

function isMembers(content: unknown): content is Members {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isId(id: unknown): id is number {
  return Number.isSafeInteger(id) && (id as number) > 0;
}

/** A plain Error with the other side's name, message, code and stack; its class is not rebuilt. */
function makeError(content: Members): Error {
  const error = new Error(String(content.message ?? ''));
  const set = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: key === 'code' });
  if (typeof content.name === 'string' && content.name !== 'Error') set('name', content.name);
  if (typeof content.code === 'string' || typeof content.code === 'number') set('code', content.code);
  set('stack', typeof content.stack === 'string' ? content.stack : undefined);
  return error;
}
