import { expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { Turns } from './turns.ts';

const limit = { timeout: 5000 };

/** Work that is begun and ended by hand. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<string>>();

  named(name: string): () => Promise<string> {
    const end = Promise.withResolvers<string>();
    this.#ends.set(name, end);
    return () => {
      this.begun.push(name);
      return end.promise;
    };
  }

  end(name: string): void {
    this.#ends.get(name)?.resolve(`${name} is done`);
  }

  fail(name: string): void {
    this.#ends.get(name)?.reject(new Error(`${name} failed`));
  }
}

test('so many begin at once, the others in their order as these end, well or not', async () => {
  const turns = new Turns(2);
  const work = new Work();
  const taken = ['a', 'b', 'c', 'd'].map((name) => turns.take(work.named(name)));
  await waitUntil('the first two', () => work.begun.length > 0, limit);
  expect(work.begun).toEqual(['a', 'b']);
  work.fail('b');
  await expect(taken[1]).rejects.toThrow('b failed');
  await waitUntil('the third', () => work.begun.length > 2, limit);
  expect(work.begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c', 'd']) work.end(name);
  expect(await Promise.all([taken[0], taken[2], taken[3]])).toEqual(['a is done', 'c is done', 'd is done']);
});

test('work that does not end holds the next one up for half a second, and is still waited for itself', async () => {
  const turns = new Turns(1);
  const work = new Work();
  const began = performance.now();
  const long = turns.take(work.named('long'));
  const next = turns.take(work.named('next'));
  await waitUntil('the next one', () => work.begun.includes('next'), limit);
  expect(performance.now() - began).toBeGreaterThan(400);
  work.end('next');
  expect(await next).toBe('next is done');
  work.end('long');
  expect(await long).toBe('long is done');
});

test('without a number all begin at once', async () => {
  const turns = new Turns();
  const work = new Work();
  const names = Array.from({ length: 20 }, (_, index) => `${index}`);
  for (const name of names) void turns.take(work.named(name));
  await waitUntil('all', () => work.begun.length === names.length, limit);
});
