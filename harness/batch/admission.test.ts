import { expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { Admission } from './admission.ts';

const never = new AbortController().signal;
const nothing = async () => undefined;

/** An admission on a machine of which so much is idle from now on. */
function admission(always: number, share: number): Admission {
  const began = performance.now();
  const processors = () => {
    const total = performance.now() - began;
    return { idle: total * share, total };
  };
  return new Admission({ always, memoryOfOne: 1, processors });
}

test('on a busy machine a fixed number is under way, and another begins when one has ended', async () => {
  const room = admission(2, 0);
  const first = await room.enter(never, nothing);
  await room.enter(never, nothing);
  let third = false;
  const entered = room.enter(never, nothing).then(() => {
    third = true;
  });
  await expect(waitUntil('the third', () => third, { timeout: 3500 })).rejects.toThrow('the third');
  first[Symbol.dispose]();
  first[Symbol.dispose](); // counts once
  await entered;
  const waits = room.enter(AbortSignal.timeout(300), nothing).then(() => 'let go');
  expect(await waits).toBe('let go'); // by the signal: there is no room
});

test('on an idle machine another begins when the one before has been ready for a while, and not sooner', async () => {
  const room = admission(1, 1);
  await room.enter(never, nothing);
  const ready = Promise.withResolvers<void>();
  const began = performance.now();
  const second = room.enter(never, () => ready.promise);
  let third = false;
  const entered = room.enter(never, nothing).then(() => {
    third = true;
  });
  await waitUntil('the second to be made ready', () => performance.now() - began > 4000, { timeout: 5000 });
  expect(third).toBe(false);
  ready.resolve();
  await Promise.all([second, entered]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(7000);
});

test('what cannot be made ready takes no room', async () => {
  const room = admission(1, 0);
  const broken = () => Promise.reject(new Error('no lane'));
  await expect(room.enter(never, broken)).rejects.toThrow('no lane');
  await room.enter(never, nothing);
});
