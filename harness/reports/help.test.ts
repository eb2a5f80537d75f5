import { expect, test } from 'vitest';
import type { CheckExplanation } from '../grading/explain.ts';
import { renderExplanation } from './explain.ts';
import { renderHint } from './hint.ts';
import { renderSummary } from './summary.ts';
import { samples } from './testing/samples.ts';
import { agoText } from './text.ts';

/** Recorded anew by `npm test -- harness/reports -u`; look at the difference before it is committed. */
const golden = (name: string) => `./golden/${name}.txt`;
const options = { color: false, width: 80 };
const sample = (name: string) => {
  const report = samples[name];
  if (!report) throw new Error(`there is no sample ${name}`);
  return report;
};

const check = { id: 'row-lost', title: 'The row is gone because its commit never reached the follower' };
const total = 3;

test.for([
  ['first', { first: 1, total, hints: ['Look at the link.'], again: false }, 'The row is there.'],
  ['last', { first: 3, total, hints: ['Cut it.'], again: false }, 'The row is \x1b[32mthere\x1b[0m.'],
  ['again', { first: 1, total, hints: ['Look at the link.', 'Wait.', 'Cut it.'], again: true }, undefined],
] as const)('the %s stage is shown as recorded', async ([name, stage, rationale]) => {
  const lines = renderHint({ word: 'ex4', check, rationale, stage: { ...stage, hints: [...stage.hints] } }, options);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(`hint-${name}`));
});

/** The explanation of the check at a place of a sample. */
function explanationOf(name: string, at: number): CheckExplanation {
  const report = sample(name);
  const result = report.checks[at];
  if (!result) throw new Error(`${name} has no check ${at}`);
  const { id, points, title } = result;
  const look = [{ run: 'SELECT pg_is_in_recovery()', see: 'On the follower: false.' }, { see: 'Its log says more.' }];
  return {
    check: { id, title, points, requires: at > 0 ? ['new-leader'] : undefined, explain: { does: 'It looks.', look } },
    lecture: result.lecture,
    run: { report, result, files: [`${report.run.evidence}/story.leader.log`], stories: ['story'] },
  };
}

test.for([
  ['failed', 'failures', 0],
  ['passed', 'all-passed', 1],
  ['skipped', 'skipped-by-prerequisite', 2],
  ['errored', 'errored', 1],
  ['findings', 'findings', 0],
] as const)('a check that is %s is explained as recorded', async ([name, from, at]) => {
  await expect(explained(explanationOf(from, at))).toMatchFileSnapshot(golden(`explain-${name}`));
});

test('a check without a run and without words is explained by what there is', async () => {
  const { check: spec } = explanationOf('all-passed', 0);
  const bare = { check: { ...spec, explain: undefined }, lecture: undefined, run: undefined };
  await expect(explained(bare)).toMatchFileSnapshot(golden('explain-not-run'));
});

function explained(explanation: CheckExplanation): string {
  const now = Date.parse('2026-01-02T03:14:05.678Z');
  const shorten = (path: string) => path;
  return `${renderExplanation(explanation, { ...options, word: 'ex4', now, shorten }).join('\n')}\n`;
}

test('several exercises are summed up in a table, whatever became of each', () => {
  const rows = [
    { slug: 'ex1-a', report: sample('all-passed') },
    { slug: 'ex2-longer', report: sample('failures') },
    { slug: 'ex3-c', report: sample('errored') },
    { slug: 'ex4-d', refused: 'there is no folder solutions/ex4-d' },
  ];
  expect(renderSummary(rows, false).join('\n')).toMatchInlineSnapshot(`
    "exercise      points     passed
    ex1-a        100/100     3 of 3  passed
    ex2-longer     0/100     0 of 3  failed
    ex3-c         40/100     1 of 3  incomplete
    ex4-d                            not graded: there is no folder solutions/ex4-d
    all          140/300"
  `);
});

test.for([
  [-5000, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 minute ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000 * 3.9, '3 days ago'],
] as const)('%i ms are %s', ([ms, words]) => {
  expect(agoText(ms)).toBe(words);
});
