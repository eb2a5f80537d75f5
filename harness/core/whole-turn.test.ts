import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { wholeTurn } from './whole-turn.ts';

test('what a program has written is read within a turn, when nobody had a look before', async () => {
  const child = spawn('/bin/sh', ['-c', 'echo said; exit 3'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child, 'spawn');
  const clock = performance.now();
  while (performance.now() - clock < 300); // the program has long ended, and this process has had no turn
  const out = collect(child.stdout);
  await wholeTurn();
  expect(out.text()).toBe('said\n');
});
