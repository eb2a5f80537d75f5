import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { endOf } from './last-words.ts';
import { block } from './testing/block.ts';

test('what a program has written is read without any patience, when nobody had a look before', async () => {
  const child = spawn('/bin/sh', ['-c', 'echo said; exit 3'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child, 'spawn');
  block(300); // the program has long ended
  const out = collect(child.stdout);
  await endOf([child.stdout], 0);
  expect(out.text()).toBe('said\n');
});

test('a pipe that something else holds open is waited for no longer than the patience', async () => {
  const child = spawn('/bin/sh', ['-c', 'sleep 30 & echo $!'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const out = collect(child.stdout);
  await once(child, 'exit');
  const began = performance.now();
  await endOf([child.stdout], 100);
  expect(performance.now() - began).toBeGreaterThan(99);
  expect(out.closed).toBe(false);
  process.kill(Number(out.text()));
  await endOf([child.stdout], 20_000);
  expect(out.closed).toBe(true);
});
