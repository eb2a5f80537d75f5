import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may be named before it exists, from `lecture/to-be-written.txt`; and which of its lines are out of date. */
export function readPlanned(root: string, existing: readonly string[]): { planned: Set<string>; written: string[] } {
  const file = join(root, 'lecture', 'to-be-written.txt');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  return { planned: new Set(lines), written: lines.filter((line) => existing.includes(line)) };
}
