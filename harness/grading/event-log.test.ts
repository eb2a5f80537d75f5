import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabEvent } from './event-kinds.ts';
import { EventLog } from './event-log.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-events-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LabEvent);

test('each event is in the file at once, and known by its check', () => {
  const path = join(folder, 'events.jsonl');
  const log = new EventLog(path);
  log.for('one')('grader', 'note', { what: 'now' });
  log.for('two')('harness', 'power', { event: 'ended', how: 'SIGKILL' }, { node: 'leader', at: 7 });
  expect(read(path)).toEqual([
    { at: expect.any(Number), check: 'one', actor: 'grader', kind: 'note', detail: { what: 'now' } },
    {
      at: 7,
      check: 'two',
      actor: 'harness',
      kind: 'power',
      node: 'leader',
      detail: { event: 'ended', how: 'SIGKILL' },
    },
  ]);
  expect(log.of('two').map(({ at }) => at)).toEqual([7]);
});

test('a long text is cut, and a bigint is its digits', () => {
  const path = join(folder, 'long.jsonl');
  new EventLog(path).for('one')('grader', 'note', { what: 'x'.repeat(5000), facts: { lsn: 12n } });
  const [event] = read(path);
  expect(event?.detail).toEqual({ what: `${'x'.repeat(2000)}…`, facts: { lsn: '12' } });
});

test('the file ends at its limit, says so, and stays so for a later worker of the run', () => {
  const path = join(folder, 'full.jsonl');
  const write = (log: EventLog) => {
    for (let at = 0; at < 100; at += 1)
      log.for('one')('student', 'output', { program: 1, stream: 'stdout', text: 'x'.repeat(50) });
  };
  write(new EventLog(path, 3000));
  const size = statSync(path).size;
  write(new EventLog(path, size));
  expect(statSync(path).size).toBe(size);
  expect(size).toBeLessThan(3200);
  const events = read(path);
  expect(events.at(-1)?.kind).toBe('full');
  expect(events.filter(({ kind }) => kind === 'full')).toHaveLength(1);
});
