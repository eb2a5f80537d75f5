import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { heldMemory } from './held-memory.ts';

const program = `
  const kept = [];
  let garbage;
  process.stdin.on('data', (line) => {
    if (String(line).startsWith('keep')) kept.push(Array.from({ length: 4e6 }, (_, at) => at + 0.5));
    else garbage = Array.from({ length: 4e6 }, (_, at) => at + 0.5), garbage = undefined;
    console.log('done');
  });
  console.log('ready');`;

test('what a program holds is told from what it has held', async () => {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    const tell = async (word: string) => {
      child.stdin.write(`${word}\n`);
      await once(child.stdout, 'data');
    };
    const held = () => heldMemory(child.pid as number);
    const before = await held();
    await tell('drop');
    expect((await held()) - before).toBeLessThan(12); // 32 MiB came and went
    await tell('keep');
    expect((await held()) - before).toBeGreaterThan(28);
    child.stdin.end();
    await once(child, 'exit'); // it waits for no debugger
  } finally {
    child.kill('SIGKILL');
  }
});
