import { expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { Admission } from './admission.ts';

const never = new AbortController().signal;

function processors(share: number) {
  return { share, now: () => performance.now() };
}

/** An admission on a machine whose processors are idle to the share that can be set. */
function admission(always: number, machine: { share: number }) {
  let [idle, total, at] = [0, 0, performance.now()];
  const read = () => {
    const passed = performance.now() - at;
    at += passed;
    idle += passed * machine.share;
    total += passed;
    return { idle, total };
  };
  return new Admission({ always, memoryOfOne: 1, processors: read });
}

test('on a busy machine a fixed number is under way, and another begins when one has ended', async () => {
  const room = admission(2, processors(0));
  const first = await room.enter(never);
  await room.enter(never);
  let third = false;
  const entered = room.enter(never).then(() => {
    third = true;
  });
  await expect(waitUntil('the third', () => third, { timeout: 1500 })).rejects.toThrow('the third');
  first[Symbol.dispose]();
  first[Symbol.dispose](); // counts once
  await entered;
  const waits = room.enter(AbortSignal.timeout(300)).then(() => 'let go');
  expect(await waits).toBe('let go'); // the signal, and no room
});

test('on an idle machine one more begins each second', async () => {
  const room = admission(1, processors(1));
  const began = performance.now();
  for (let count = 0; count < 3; count += 1) await room.enter(never);
  expect(performance.now() - began).toBeGreaterThanOrEqual(2000);
});
