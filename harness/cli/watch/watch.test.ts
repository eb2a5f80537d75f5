import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NotYet, waitUntil } from '../../core/wait-until.ts';
import { labHome } from '../testing/run-lab.ts';

const solution = join(import.meta.dirname, '..', '..', '..', 'solutions', 'ex4-data-loss');

test('every save is graded anew, a broken one is told, and Ctrl-C ends with 130 and leaves nothing', async () => {
  using home = labHome();
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  try {
    cpSync(solution, folder, { recursive: true });
    const { child, ended } = home.start('grade', 'ex4', folder, '--watch', '--only', 'refused-writes');
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    const waits = (times: number) => {
      const count = said.split('waiting for you to save a file; Ctrl-C ends').length - 1;
      return count >= times || new NotYet(said.slice(-500));
    };
    await waitUntil('the first report', () => waits(1), { timeout: 40_000 });
    expect(said).toContain('5/5 points');
    said = '';
    writeFileSync(join(folder, 'src', 'told-after.ts'), "export const toldAfter = () => 'unknown';\n");
    await waitUntil('the second report', () => waits(1), { timeout: 40_000 });
    expect(said).toContain('src/told-after.ts saved: grading again');
    expect(said).toContain('0/5 points');
    said = '';
    writeFileSync(join(folder, 'src', 'told-after.ts'), 'export const = 1;\n');
    await waitUntil('the third report', () => waits(1), { timeout: 40_000 });
    expect(said).toContain('src/told-after.ts:1');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
