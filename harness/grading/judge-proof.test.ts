import { expect, test } from 'vitest';
import type { ProofSubject } from '../course/proof-subjects.ts';
import type { CheckOutcome } from './grade-report.ts';
import { type Graded, judgeProof } from './judge-proof.ts';

const mutant: ProofSubject = {
  kind: 'mutant',
  name: 'm',
  what: 'wrong',
  layers: [],
  needs: [],
  fails: ['runs'],
  mayFail: ['lasts'],
};
const solution: ProofSubject = { ...mutant, kind: 'solution', fails: [], mayFail: [] };

type Outcome = Omit<CheckOutcome, 'timing'>;
const passed: Outcome = { verdict: 'passed' };
const failed: Outcome = { verdict: 'failed', cause: 'wrong', failure: { rationale: 'It does not.', evidence: [] } };
const errored = (code: string): Outcome => ({ verdict: 'errored', trouble: { code, message: 'no', because: [] } });

const graded = (outcomes: Record<string, Outcome>, interrupted = false): Graded => ({
  checks: Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome })),
  errors: [],
  findings: [],
  run: { interrupted },
});

test.for<[string, ProofSubject, Graded, { problem: string | undefined; judged: boolean }]>([
  ['the named check failed', mutant, graded({ runs: failed, lasts: passed }), { problem: undefined, judged: true }],
  ['so did one that may', mutant, graded({ runs: failed, lasts: failed }), { problem: undefined, judged: true }],
  [
    'only one that may failed',
    mutant,
    graded({ runs: passed, lasts: failed }),
    { problem: 'not caught by runs', judged: true },
  ],
  [
    'another one failed',
    mutant,
    graded({ runs: failed, ends: failed }),
    { problem: 'ends failed and should not have (It does not.)', judged: true },
  ],
  [
    'the machine was too busy',
    mutant,
    graded({ runs: errored('BUSY'), lasts: passed }),
    { problem: 'runs errored: no', judged: false },
  ],
  [
    'it was too busy for one, and right work failed another',
    solution,
    graded({ runs: errored('BUSY'), lasts: failed }),
    { problem: 'runs errored: no', judged: true },
  ],
  [
    'another fault of ours',
    solution,
    graded({ runs: errored('GRADER') }),
    { problem: 'runs errored: no', judged: true },
  ],
  ['it was interrupted', solution, graded({ runs: failed }, true), { problem: 'interrupted', judged: false }],
])('%s', ([, subject, report, expected]) => {
  expect(judgeProof(report, subject)).toMatchObject(expected);
});

test('which checks failed is told, with those that may', () => {
  expect(judgeProof(graded({ runs: failed, lasts: failed, ends: passed }), mutant).failed).toEqual(['runs', 'lasts']);
});
