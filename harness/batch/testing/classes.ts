import { plants } from '../../reports/testing/runner.ts';
import type { BatchLine } from '../journal/batch-lines.ts';
import { type Answer, awaiting, check, session, skipped } from './journals.ts';

/** Names that a file system and `studentOf` allow. */
export const hostileNames = [
  '=1+1',
  `"quoted" 'n' <b>bold</b>`,
  '<img src=x onerror=alert(1)>',
  'a#b?c=%2e%2e&d',
  'javascript:alert(1)',
  '100%',
  "O'Brien; --",
  'x..y',
  '-rf',
  '\\back\\slash',
  '名前',
  '`code` *md* [a](b)',
];

/** Journals of whole classes, by what is special with them: what pages are made from in tests. */
export const classes: Readonly<Record<string, BatchLine[]>> = {
  nobody: session(1, []),
  one: session(1, [{ student: 'ann', checks: good() }]),
  regraded: [
    ...session(1, [
      { student: 'ann', checks: bad(12) },
      { student: 'bob', checks: good() },
      { student: 'carl', trouble: 'the machine had no memory left' },
      { student: 'dora', checks: good() },
    ]),
    ...session(2, [
      { student: 'ann', checks: good(), facts: { grader: 'grader 2' }, run: 2 },
      { student: 'bob', checks: bad(3), facts: { submission: 'new files', grader: 'grader 2' }, run: 2 },
      { student: 'carl', checks: good(), facts: { grader: 'grader 2' }, run: 2 },
      { student: 'dora', checks: good(), facts: { grader: 'grader 2' }, run: 2 },
    ]),
  ],
  sixty: session(
    1,
    [...Array.from({ length: 58 }, (_, at) => studentNumber(at)), { student: 'zoë', trouble: 'no memory' }],
    { kind: 'left-out', name: 'yves.zip', reason: 'one student has handed in "yves" and "yves.zip": leave one' },
    { kind: 'invalid', student: 'xaver', exercise: 'ex4-data-loss', reason: 'it is a bomb', possible: 85 },
  ),
  'many exercises': session(
    1,
    [
      'ann',
      `b${'o'.repeat(78)}b`,
      'Carlotta Sophie von und zu Hohenstein-Breitenfeld de la Cruz y Gutiérrez-Montoya',
    ].flatMap((student, at) =>
      Array.from({ length: 7 }, (_, number): Answer => {
        const exercise = `ex${number + 1}-some-words`;
        return {
          student,
          exercise,
          checks: (at + number) % 3 === 0 ? bad(number) : [...good(), awaiting('essay', 15)],
        };
      }),
    ),
    { kind: 'invalid', student: 'dora', reason: 'it is empty', possible: 0 },
  ),
  hostile: session(
    1,
    hostileNames.map((student): Answer => {
      return { student, checks: bad(1, `${student} ${plants.join(' ')}`), commit: '0123456789abcdef' };
    }),
    ...plants.map((plant) => ({ kind: 'left-out' as const, name: plant, reason: plant })),
    ...hostileNames.map((student) => ({
      kind: 'invalid' as const,
      student: `${student}!`,
      reason: student,
      possible: 0,
    })),
  ),
};

function good() {
  return [check('acknowledged', 40), check('new-leader', 30), check('leader-died-first', 15)];
}

function bad(row: number, says = `Row ${row} is not on the disk of the leader that died.`) {
  return [check('acknowledged', 40, says), skipped('new-leader', 30), check('leader-died-first', 15)];
}

/** Of sixty: some right, some wrong in one of two ways, some that cannot be loaded; some with a long name. */
function studentNumber(at: number): Answer {
  const student = `student ${String(at + 1).padStart(2, '0')}${at % 11 === 5 ? ` with ${'a long name '.repeat(6)}`.trimEnd() : ''}`;
  if (at % 9 === 4) {
    const cause = 'invalid-submission' as const;
    return { student, checks: bad(at).map((one) => ({ ...one, verdict: 'failed' as const, cause, earned: 0 })) };
  }
  if (at % 4 === 1) return { student, checks: bad(at) };
  if (at % 4 === 2) {
    const says = 'The follower was not promoted.';
    return {
      student,
      checks: [check('acknowledged', 40), check('new-leader', 30, says), check('leader-died-first', 15)],
    };
  }
  return { student, checks: at % 3 === 0 ? [...good(), awaiting('essay', 15)] : good() };
}
