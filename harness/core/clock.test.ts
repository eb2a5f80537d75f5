import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { awakeNow, deadline, wallNow } from './clock.ts';
import { collect } from './collect.ts';
import { block } from './testing/block.ts';
import { waitUntil } from './wait-until.ts';

const fixture = join(import.meta.dirname, 'fixtures', 'deadline.ts');

/** Runs the fixture, suspended for `stopped` ms once its deadline is armed; returns the ms until the deadline fired. */
async function measured(limit: number, stopped: number): Promise<number> {
  const child = spawn(process.execPath, [fixture, String(limit)], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const output = collect(child.stdout);
    await waitUntil('the deadline to be armed', () => output.text().includes('armed'), { timeout: 10_000 });
    if (stopped > 0) {
      child.kill('SIGSTOP');
      const began = performance.now();
      await waitUntil('the suspension to last', () => performance.now() - began >= stopped, { timeout: stopped * 2 });
      child.kill('SIGCONT');
    }
    return await waitUntil('the deadline to fire', () => Number(output.text().split('\n')[1]) || undefined, {
      timeout: 10_000,
    });
  } finally {
    child.kill('SIGKILL');
  }
}

test('a deadline does not fire because its process was suspended: the time asleep is not counted', async () => {
  const stopped = 2500;
  const fired = await measured(1000, stopped);
  // At most 100 ms of the suspension are counted, and what passed before it.
  expect(fired).toBeGreaterThan(stopped + 600);
  expect(fired).toBeLessThan(stopped + 2500);
});

test('in a process that runs, a deadline fires on time', async () => {
  const fired = await measured(300, 0);
  expect(fired).toBeGreaterThanOrEqual(299);
  expect(fired).toBeLessThan(1000);
});

test('a deadline that is disposed of never fires, and one of zero fires without a wait', async () => {
  const fired: string[] = [];
  {
    using _early = deadline(5, () => fired.push('disposed'));
    using _now = deadline(0, () => fired.push('disposed'));
  }
  deadline(0, () => fired.push('zero'));
  await waitUntil('zero', () => fired.length > 0, { timeout: 1000 });
  const end = awakeNow() + 30;
  await waitUntil('some time to pass', () => awakeNow() >= end, { timeout: 1000 });
  expect(fired).toEqual(['zero']);
});

test('a deadline does not fire before what came in time has been heard, however late this process hears it', async () => {
  await new Promise((resolve) => setImmediate(resolve)); // of what comes next, timers are the first
  const child = spawn('echo', ['in time'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const heard = await new Promise<string>((resolve) => {
    child.stdout.once('data', (said: Buffer) => resolve(said.toString()));
    const clock = deadline(200, () => resolve('nothing'));
    child.once('close', () => clock[Symbol.dispose]());
    block(400);
  });
  expect(heard).toBe('in time\n');
});

test('time awake never goes back, and wall time is that of the system', () => {
  const readings = Array.from({ length: 1000 }, awakeNow);
  expect(readings).toEqual(readings.toSorted((a, b) => a - b));
  expect(Math.abs(wallNow() - Date.now())).toBeLessThan(1000);
});
