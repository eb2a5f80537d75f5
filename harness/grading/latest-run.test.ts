import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { latestRun } from './latest-run.ts';

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

function keep(name: string, report?: string): void {
  const folder = join(runs, 'ex7-chain', name);
  mkdirSync(folder, { recursive: true });
  if (report !== undefined) writeFileSync(join(folder, 'report.json'), report);
}

test('the newest run that came to its end counts, whatever `latest` points to', () => {
  expect(latestRun(runs, 'ex7-chain')).toBeUndefined();
  keep('2026-01-02T03-04-05.678-ab', '{ "version": 1 }');
  keep('2026-01-02T03-04-06.001-cd', '{ "version": 2 }');
  keep('2026-01-03T03-04-06.001-ef');
  symlinkSync('2026-01-03T03-04-06.001-ef', join(runs, 'ex7-chain', 'latest'));
  expect(latestRun(runs, 'ex7-chain')).toEqual({ version: 2 });
});

test('a report that cannot be read is named', () => {
  keep('2026-01-02T03-04-05.678-ab', '{ "version"');
  expect(() => latestRun(runs, 'ex7-chain')).toThrow(
    expect.objectContaining({
      code: 'NO_RUN',
      where: join(runs, 'ex7-chain', '2026-01-02T03-04-05.678-ab', 'report.json'),
      next: 'npm run grade ex7',
    }),
  );
});
