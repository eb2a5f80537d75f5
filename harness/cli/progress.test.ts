import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import type { LabEvent } from '../grading/event-kinds.ts';
import { phaseOf } from './phase.ts';
import { ProgressLine } from './progress-line.ts';

let folder: string;
let events: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'progress-'));
  events = join(folder, 'events.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A stream as the CLI has one, and what was written to it. */
function screen(more: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { stdout: Object.assign(stream, more), written };
}

test('in a pipe not a byte is written', () => {
  const { stdout, written } = screen({});
  using line = new ProgressLine(stdout);
  line.say(() => 'at work');
  line.clear();
  expect(written).toEqual([]);
});

test('in a terminal the line is drawn over itself, never longer than the screen, and is gone at the end', async () => {
  const { stdout, written } = screen({ isTTY: true, columns: 12 });
  {
    using line = new ProgressLine(stdout);
    line.say(() => `${written.length} at work for a long time`);
    await waitUntil('three pictures', () => written.length >= 3, { timeout: 10_000 });
  }
  const count = written.length;
  expect(written.slice(0, 3)).toEqual(['\r\x1b[2K⠋ 0 at work', '\r\x1b[2K⠙ 1 at work', '\r\x1b[2K⠹ 2 at work']);
  expect(written.at(-1)).toBe('\r\x1b[2K');
  const began = performance.now();
  await waitUntil('some beats', () => performance.now() - began > 300, { timeout: 5000 });
  expect(written.length).toBe(count);
});

test.for<[event: Partial<Record<keyof LabEvent, unknown>>, words: string]>([
  [{ actor: 'harness', kind: 'check.begin' }, 'its servers start'],
  [{ actor: 'harness', kind: 'cluster.ready' }, 'it runs'],
  [{ actor: 'grader', kind: 'call', detail: { name: 'write' } }, 'write runs'],
  [
    { actor: 'student', kind: 'request', node: 'leader', detail: { method: 'node.kill' } },
    'your code asked for node.kill of the leader',
  ],
  [{ actor: 'student', kind: 'request', detail: { method: 'lab.reconnect' } }, 'your code asked for lab.reconnect'],
  [{ actor: 'student', kind: 'output' }, 'it runs'],
  [{ actor: 'student', kind: 'program.ended' }, 'it runs'],
  [{ actor: 'harness', kind: 'check.end' }, ''],
])('the last event %o is told as: %s', ([event, words]) => {
  writeFileSync(events, '{"kind":"check.begin","actor":"harness"}\n');
  appendFileSync(events, `${JSON.stringify(event)}\n{"at":17`);
  expect(phaseOf(events)).toBe(words);
});

test.for(['', '\n', 'no JSON\n', `{"kind":"${'x'.repeat(20_000)}"}\n`])(
  'a story that tells nothing is no error',
  (text) => {
    writeFileSync(events, text);
    expect(phaseOf(events)).toBe('');
    expect(phaseOf(join(folder, 'gone'))).toBe('');
  },
);
