import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startOf } from '../../core/processes.ts';
import { BatchJournal } from './batch-journal.ts';
import type { GradingResult } from './batch-lines.ts';
import { gradingStates } from './states.ts';

const root = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ann = { student: 'ann', exercise: 'ex1-first', key: 'k1' };
const result: GradingResult = {
  verdict: 'passed',
  points: { earned: 100, possible: 100 },
  checks: [],
  findings: 0,
  submission: 'aa',
  seed: 'bb',
  evidence: 'ann/ex1-first/1',
  ms: 10,
};
const trouble = { code: 'GRADER', message: 'no' };

function folder(): string {
  return mkdtempSync(join(root, 'case-'));
}

/** The journal's file after one session in which ann was graded. */
function graded(): { at: string; file: string } {
  const at = folder();
  using journal = new BatchJournal(at);
  journal.write({ kind: 'asked', ...ann }, { kind: 'started', ...ann });
  journal.write({ kind: 'finished', ...ann, result });
  return { at, file: join(at, 'journal.jsonl') };
}

test('what was written is there in the next session, and nothing of it changes', () => {
  const { at, file } = graded();
  const before = readFileSync(file, 'utf8');
  using journal = new BatchJournal(at);
  expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
  expect(gradingStates(journal.lines)).toEqual([{ ...ann, broken: 0, errors: [], result }]);
});

test('a line that was being written when its writer died was never written, wherever it was cut', () => {
  const { file } = graded();
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  for (let cut = end; cut < bytes.length; cut += 7) {
    const at = folder();
    writeFileSync(join(at, 'journal.jsonl'), bytes.subarray(0, cut));
    {
      using journal = new BatchJournal(at);
      expect(gradingStates(journal.lines)).toEqual([{ ...ann, broken: 1, errors: [] }]);
      journal.write({ kind: 'finished', ...ann, result });
    }
    using again = new BatchJournal(at);
    expect(gradingStates(again.lines)).toMatchObject([{ broken: 0, result }]);
  }
});

test.for([
  [
    'a line in the middle that is cut',
    '{"kind":"fini\n{"kind":"ended","how":"done"}\n',
    'a line of the journal is damaged',
  ],
  ['a line that is no object', '17\n', 'a line of the journal is damaged'],
  ['a later version', '{"kind":"batch","version":2}\n', 'the journal was written by another version'],
])('%s is refused with its place, for what is finished would not be known', ([, text, message]) => {
  const { at, file } = graded();
  appendFileSync(file, text as string);
  expect(() => new BatchJournal(at)).toThrow(expect.objectContaining({ code: 'NO_RUN', message, where: `${file}:5` }));
});

test('a second batch in the same folder is refused while the first is alive, and not when it is dead', async () => {
  const at = folder();
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    const owner = { pid: other.pid as number, start: startOf(other.pid as number) };
    writeFileSync(join(at, 'journal.jsonl'), `${JSON.stringify({ kind: 'batch', version: 1, owner })}\n`);
    expect(() => new BatchJournal(at)).toThrow(
      expect.objectContaining({ code: 'REFUSED', message: `another batch is writing there (process ${other.pid})` }),
    );
  } finally {
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
  }
  using journal = new BatchJournal(at);
  expect(journal.lines.length).toBe(2);
});

test('our faults are counted, a kill is noticed, and an interrupt is no kill', () => {
  using journal = new BatchJournal(folder());
  journal.write({ kind: 'asked', ...ann }, { kind: 'started', ...ann }, { kind: 'errored', ...ann, trouble });
  journal.write({ kind: 'started', ...ann });
  expect(gradingStates(journal.lines)).toMatchObject([{ broken: 1, errors: [{ trouble }] }]);
  journal.write({ kind: 'ended', how: 'interrupted' });
  expect(gradingStates(journal.lines)).toMatchObject([{ broken: 0, errors: [{ trouble }] }]);
});

test('another version of the same answer is another grading', () => {
  using journal = new BatchJournal(folder());
  journal.write({ kind: 'finished', ...ann, result }, { kind: 'asked', ...ann, key: 'k2' });
  expect(gradingStates(journal.lines).map(({ key }) => key)).toEqual(['k1', 'k2']);
});

test('what is to be graded again has its old result until there is another, whatever happens in between', () => {
  const { at } = graded();
  using journal = new BatchJournal(at);
  journal.write({ kind: 'errored', ...ann, trouble }, { kind: 'again', ...ann }, { kind: 'started', ...ann });
  expect(gradingStates(journal.lines)).toMatchObject([{ again: true, errors: [], result }]);
  journal.write({ kind: 'errored', ...ann, trouble });
  expect(gradingStates(journal.lines)).toMatchObject([{ again: true, errors: [{ trouble }], result }]);
  const other = { ...result, evidence: 'ann/ex1-first/2' };
  journal.write({ kind: 'finished', ...ann, result: other });
  const [state] = gradingStates(journal.lines);
  expect(state).toMatchObject({ result: other });
  expect(state?.again).toBeUndefined();
});
