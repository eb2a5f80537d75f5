import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitUntil } from '../../core/wait-until.ts';
import { Flatness } from './flatness.ts';
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

// Here and not beside Flatness, for there is one port for all debuggers.
test('a batch that cannot be looked at is told with the reason', async () => {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stranger = createServer((_, answer) => answer.end('[]')).listen(9229, '127.0.0.1');
  const home = mkdtempSync(join(tmpdir(), 'looks-'));
  try {
    await Promise.all([once(child.stdout, 'data'), once(stranger, 'listening')]);
    const results = join(home, 'graded');
    mkdirSync(results);
    writeFileSync(join(results, 'journal.jsonl'), `${JSON.stringify({ kind: 'batch', owner: { pid: child.pid } })}\n`);
    const ground = { stateDirectory: home, workDirectory: home, mark: { name: 'NOBODY_HAS', value: home } };
    using flatness = new Flatness(ground, results);
    const said = async () => flatness.unseen().find((each) => /nothing to debug/.test(each)) ?? false;
    expect(await waitUntil('a look', said, { timeout: 8000 })).toBe(
      'memory that the batch holds, middle third: in none of 0 looks (the last to fail: nothing to debug at http://127.0.0.1:9229/json/list)',
    );
  } finally {
    child.kill('SIGKILL');
    stranger.close();
    rmSync(home, { recursive: true, force: true });
  }
});
