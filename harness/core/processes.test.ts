import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { descendantsOf, listProcesses } from './processes.ts';
import { waitUntil } from './wait-until.ts';

test('the kernel’s lists of children and the links to parents tell the same descendants', async () => {
  const shell = spawn('sh', ['-c', 'sh -c "sleep 300 & wait" & setsid sleep 301 & wait'], { detached: true });
  const root = shell.pid as number;
  try {
    const found = await waitUntil('three of them', () => threeOf(descendantsOf(root)), { timeout: 5000 });
    expect(new Set(descendantsOf(root, listProcesses()))).toEqual(new Set(found));
    expect(descendantsOf(process.pid)).toEqual(expect.arrayContaining([root, ...found]));
  } finally {
    for (const pid of [root, ...descendantsOf(root)]) process.kill(pid, 'SIGKILL');
  }
});

test('a process that is not there has no descendants', () => {
  expect(descendantsOf(2 ** 30)).toEqual([]);
});

const threeOf = (pids: number[]) => (pids.length === 3 ? pids : undefined);
