import type { GradeReport } from '../../grading/grade-report.ts';
import { awaiting, errored, failed, passed, reportOf, reviewed, skipped } from './reports.ts';

const log = {
  title: 'PostgreSQL log of follower',
  lines: [
    'FATAL:  could not receive data from WAL stream: server closed the connection unexpectedly',
    'FATAL:  streaming replication receiver "follower" could not connect to the primary server: connection to server at "127.0.0.1", port 33477 failed: Connection reset by peer',
  ],
};

const all = [passed(), passed(), passed()];
const interrupted = errored('the run was interrupted before this check', [], 'INTERRUPTED');

/** One report for each thing that a student may meet, by the name of its golden file. */
export const samples: Record<string, GradeReport> = {
  'all-passed': reportOf('passed', all),
  failures: reportOf('failed', [
    failed({
      rationale: 'The old leader, started again where nobody can reach it, does not have the row.',
      expected: 'row 4711 (TurboLens-abcd, 17) on the disk of the leader that died',
      actual: 'the table on its disk has no such row',
      evidence: [log],
    }),
    failed({
      rationale:
        'Rows that were replicated long before are gone too, and this sentence is long enough to need a second line.',
      expected:
        "[\n  { product_id: 101, product_name: 'QuantumWidget', quantity: 100 },\n  { product_id: 102, product_name: 'HyperSpanner', quantity: 75 }\n]",
      actual: '[]',
      hint: 'Removing standby.signal makes a second leader on the same timeline; a promotion makes a new one.',
      evidence: [log, { title: 'output of your program', lines: ['promoting …', '', '  done'] }],
    }),
    failed(
      {
        rationale: "loseAWrite threw a TypeError: Cannot read properties of undefined (reading 'rows')",
        evidence: [
          {
            title: 'where it happened',
            lines: [
              "TypeError: Cannot read properties of undefined (reading 'rows')",
              '    at loseAWrite (src/data-loss.ts:17:24)',
            ],
          },
        ],
      },
      'crash',
    ),
  ]),
  awaiting: reportOf('passed', [passed(), passed(), awaiting('awaiting a person, who will mark it')]),
  'awaiting-again': reportOf('failed', [
    passed(),
    failed({
      rationale: '2 of 3 answers are not right.',
      expected: 'bytes-behind: the right answer, a whole number of bytes\nwho-waits: one of client, follower, nobody',
      actual: 'answers.yaml:4 bytes-behind: 96\nanswers.yaml:5 who-waits: "me" is none of client, follower, nobody',
      evidence: [
        {
          title: 'the question bytes-behind',
          lines: ['The leader is at 4/53D822DB, the follower has replayed 3/4CA942D6. How far is it behind?'],
        },
        { title: 'the question who-waits', lines: ['Who waits for a synchronous follower?'] },
      ],
    }),
    awaiting('reviewed before a change, 2026-01-02; awaiting a person again'),
  ]),
  reviewed: reportOf('passed', [passed(), passed(), reviewed(17, 'Well said.\nWhat would you do at night?')]),
  'written-alone': reportOf(
    'failed',
    [failed({}, 'invalid-submission'), passed(), awaiting('awaiting a person, who will mark it')],
    { findings: [{ path: 'src/data-loss.ts', message: 'the file is missing' }] },
  ),
  'skipped-by-prerequisite': reportOf('failed', [
    passed(),
    failed({
      rationale: 'The follower was not promoted.',
      expected: 'pg_is_in_recovery() is false',
      actual: 'pg_is_in_recovery() is true',
    }),
    skipped('new-leader did not pass', 'prerequisite'),
  ]),
  'skipped-by-capability': reportOf('skipped', [
    passed(),
    skipped('this PostgreSQL installation lacks pg_rewind and a program whose name is long', 'capability'),
    passed(),
  ]),
  errored: reportOf('errored', [
    passed(),
    errored('waited 5000 ms for leader to answer; last seen: the server is starting up', [
      'because: connect ECONNREFUSED',
    ]),
    errored('waited 5003 ms for leader to answer; last seen: the server is starting up', [
      'because: connect ECONNREFUSED',
    ]),
  ]),
  'errored-outside-checks': reportOf('errored', [passed(), passed(), passed()], {
    errors: [
      {
        code: 'GRADER',
        message: 'vitest could not run the grader',
        because: ['because: no such file'],
        next: 'npm run doctor',
      },
    ],
  }),
  inconclusive: reportOf('inconclusive', [
    passed(),
    { ...errored('the leader died at an instant that its log does not show'), verdict: 'inconclusive' },
    passed(),
  ]),
  findings: reportOf(
    'failed',
    [failed({}, 'invalid-submission'), failed({}, 'invalid-submission'), failed({}, 'invalid-submission')],
    {
      findings: [
        { path: 'src/data-loss.ts', line: 3, message: "`Lab` is a type: write `import type { Lab } from '#lab'`" },
        {
          path: 'src/helpers/rows.ts',
          line: 12,
          message:
            "enums are not supported by Node: write an object with `as const`, or a union of string literals such as `'acked' | 'unknown'`",
        },
        {
          path: 'src/other.ts',
          message: 'cannot be imported: the process ended while it was needed (exit code 0); its last output:\n  bye',
        },
      ],
      submission: {
        path: 'ann',
        hash: 'ab12',
        ignored: ['exercise.ts', 'notes.md', '.env', 'node_modules/', 'old/', 'older/', 'oldest/'].map((path) => ({
          path,
          reason: path.startsWith('.') ? 'hidden files are not taken' : 'the exercise does not ask for it',
        })),
      },
    },
  ),
  interrupted: reportOf('errored', [passed(), interrupted, interrupted], {
    run: { ...reportOf('errored', []).run, interrupted: true },
  }),
  hostile: reportOf(
    'failed',
    [
      failed({
        rationale: 'write returned \x1b[2J\x1b[1;1H\x1b[32m✓ 100/100 points\x1b[0m, which is no answer.',
        expected: 'one of\tacked, rejected, unknown',
        actual: `\x1b]0;owned\x07\u202edekca\u202c ${'x'.repeat(1000)}\r overwritten\b\b\u009b31m red \x1b]8;; unfinished`,
        evidence: [
          {
            title: 'output of your program',
            lines: [...Array.from({ length: 40 }, (_, at) => `line ${at}`), 'y'.repeat(5000), '\0\x07\x7f'],
          },
        ],
      }),
      passed(),
      passed(),
    ],
    { findings: [] },
  ),
};
