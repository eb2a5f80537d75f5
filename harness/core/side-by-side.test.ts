import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const never = new AbortController().signal;

test('a lane does one thing at a time, and all lanes together do everything once', async () => {
  const busy = new Set<number>();
  const done: number[] = [];
  await sideBySide([1, 2, 3, 4, 5, 6, 7], 3, never, async (item, lane) => {
    expect(busy).not.toContain(lane);
    busy.add(lane);
    await Promise.resolve();
    busy.delete(lane);
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what is put back is done again, also when nothing else is left', async () => {
  const queue = ['a'];
  const done: string[] = [];
  await sideBySide(queue, 2, never, async (item) => {
    done.push(item);
    await Promise.resolve();
    if (done.length < 3) queue.push(item);
  });
  expect(done).toEqual(['a', 'a', 'a']);
});

test('after the signal or an error nothing more is begun, and what was begun is waited for', async () => {
  const stop = new AbortController();
  const ended: number[] = [];
  const work = async (item: number) => {
    await Promise.resolve();
    if (item === 1) stop.abort();
    ended.push(item);
  };
  await sideBySide([1, 2, 3, 4], 2, stop.signal, work);
  expect(ended).toEqual([1, 2]);
  const failing = sideBySide([1, 2, 3], 1, never, async (item) => {
    ended.push(item * 10);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(ended).toEqual([1, 2, 10]);
});
