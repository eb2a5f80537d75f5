import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue, maxDepth } from './values.ts';

const throughJson = (value: unknown) => decodeValue(JSON.parse(JSON.stringify(encodeValue(value))));

/** Numbers in [0, 1) that depend on the seed only. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 12)) >>> 0) / 2 ** 32;
  };
}

/** A random value, at most `depth` levels deep. */
function randomValue(random: () => number, depth: number): unknown {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const text = () => pick(['', 'a', '$bigint', '$', 'naïve\u0000\ud800"\\', 'constructor', 'toString', '0']);
  const leaves: (() => unknown)[] = [
    () => pick([null, undefined, true, false, 0, -0, 1.5, -1e300, Number.NaN, Infinity, -Infinity]),
    text,
    () => pick([0n, -1n, 2n ** 200n]),
    () => new Date(Math.floor(random() * 1e13)),
    () => new Uint8Array(Array.from({ length: 5 }, () => random() * 256)),
  ];
  if (depth <= 1 || random() < 0.3) return pick(leaves)();
  const size = Math.floor(random() * 4);
  const members = () => Array.from({ length: size }, () => randomValue(random, depth - 1));
  const named = () => Object.fromEntries(members().map((member) => [text(), member]));
  return pick([members, named, named, () => new Set(members()), () => new Map(members().map((m) => [text(), m]))])();
}

test('random values come back as they were', () => {
  for (let seed = 1; seed <= 2000; seed += 1) {
    const value = randomValue(randomFrom(seed), 6);
    const back = throughJson(value);
    if (!isDeepStrictEqual(back, value)) expect.fail(`seed ${seed}: ${JSON.stringify(encodeValue(value))}`);
  }
});

test('an error keeps name, message, code and stack', () => {
  const error = Object.assign(new TypeError('no'), { code: 'E1', secret: 1 });
  const back = throughJson({ error }) as { error: Error };
  expect(back.error).toBeInstanceOf(Error);
  expect(back.error).toMatchObject({ name: 'TypeError', message: 'no', code: 'E1', stack: error.stack });
  expect(back.error).not.toHaveProperty('secret');
});

test('an aggregate error without a message shows those of its parts', () => {
  const error = new AggregateError([new Error('first'), new Error('second')]);
  expect((throughJson(error) as Error).message).toBe('first; second');
});

test('invalid dates, objects without a prototype and instances without methods cross as data', () => {
  class Row {
    id = 1;
  }
  expect(throughJson(new Date(Number.NaN))).toEqual(new Date(Number.NaN));
  expect(throughJson(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  expect(throughJson([new Row()])).toEqual([{ id: 1 }]);
});

describe('what cannot cross', () => {
  const cycle: Record<string, unknown> = { rows: [0, 1, 2, {}] };
  (cycle.rows as Record<string, unknown>[])[3] = { next: cycle };
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  let wide: unknown = [1];
  for (let level = 0; level < 25; level += 1) wide = [wide, wide];
  test.each<[string, unknown, string]>([
    ['a cycle', cycle, 'value.rows[3].next is a cycle: an object that contains itself'],
    ['a symbol', { 'two words': Symbol('s') }, 'value["two words"] is a symbol, which cannot cross'],
    ['a promise', [Promise.resolve()], 'value[0] is a promise: await it first'],
    ['a function', { f: () => 1 }, 'value.f is a function, which cannot cross here'],
    ['an instance with methods', { url: new URL('http://x') }, 'value.url has methods, which cannot cross here'],
    ['a signal', [AbortSignal.abort()], 'value[0] is an AbortSignal, which cannot cross here'],
    ['other binary data', [new Float32Array(1)], 'value[0] holds binary data: only Uint8Array and Buffer can cross'],
    ['a __proto__ key', JSON.parse('{"a":{"__proto__":{"x":1}}}'), 'value.a.__proto__ has a name that cannot cross'],
    ['more than 32 levels', deep(maxDepth + 1), `value${'[0]'.repeat(maxDepth)} is more than 32 levels deep`],
  ])('%s is refused with its path', (_what, value, message) => {
    expect(() => encodeValue(value)).toThrow(message);
  });

  test('a small graph that unfolds to a huge tree is refused', () => {
    expect(() => encodeValue(wide)).toThrow('is one of more than 200000 values');
  });

  test('32 levels and a shared object are fine', () => {
    const shared = { a: 1 };
    expect(throughJson([shared, shared])).toEqual([shared, shared]);
    expect(throughJson(deep(maxDepth))).toEqual(deep(maxDepth));
  });
});

describe('decoding', () => {
  test.each([
    '{"$bigint":"1e3"}',
    '{"$bigint":1}',
    '{"$number":"1"}',
    '{"$date":1}',
    '{"$error":null}',
    '{"$map":[[1]]}',
    '{"$set":{}}',
    '{"$bytes":[]}',
    '{"$object":[]}',
    '{"$undefined":true,"a":1}',
    '{"$constructor":1}',
    '{"$callback":{"id":1}}',
    '{"$handle":{"id":1,"methods":[]}}',
    '{"$lab":{}}',
    '{"__proto__":{"polluted":1}}',
    '{"$object":{"__proto__":{"polluted":1}}}',
    `${'['.repeat(33)}${']'.repeat(33)}`,
  ])('%s is refused', (json) => {
    expect(() => decodeValue(JSON.parse(json))).toThrow(/^value/);
    expect({}).not.toHaveProperty('polluted');
  });

  test('an id must be a whole number above 0', () => {
    for (const id of [0, -1, 1.5, '1', null]) {
      expect(() => decodeValue({ $callback: { id } }, { callback: () => 1 })).toThrow('malformed $callback');
    }
  });
});

describe('references', () => {
  const kept: unknown[] = [];
  const keep = (value: unknown) => kept.push(value);

  test('an object with methods is a handle that shows its plain data', () => {
    class Monitor {
      lag = 5;
      rows = [{ a: 1n }];
      #secret = 1;
      client = { query: () => this.#secret };
      stop() {}
    }
    const { $handle } = encodeValue(new Monitor(), { callback: keep, handle: keep }) as { $handle: object };
    expect($handle).toEqual({ id: 1, methods: ['stop'], fields: { lag: 5, rows: [{ a: { $bigint: '1' } }] } });
    const handle = (id: number, methods: string[], fields: object) => ({ id, methods, fields });
    expect(decodeValue({ $handle }, { handle })).toEqual({
      id: 1,
      methods: ['stop'],
      fields: { lag: 5, rows: [{ a: 1n }] },
    });
  });

  test('without a place for handles a plain object of functions crosses member by member', () => {
    const encoded = encodeValue({ timeout: 5, onRow: () => 1 }, { callback: () => 7 });
    expect(encoded).toEqual({ timeout: 5, onRow: { $callback: { id: 7 } } });
  });

  test('a signal crosses with its state', () => {
    expect(encodeValue(AbortSignal.abort(), { signal: () => 3 })).toEqual({ $abort: { id: 3, aborted: true } });
  });
});
