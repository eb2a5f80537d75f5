import { expect, test } from 'vitest';
import { gradebookOf } from '../gradebook/gradebook.ts';
import type { CheckResult } from '../journal/batch-lines.ts';
import { check, session, skipped } from '../testing/journals.ts';
import { statisticsOf } from './statistics.ts';

/** Of answers with these checks. */
function of(...answers: CheckResult[][]) {
  const lines = session(
    1,
    answers.map((checks, at) => ({ student: `s${at}`, checks })),
  );
  const [statistics] = statisticsOf(gradebookOf(lines).rows);
  return statistics;
}

const five = <T>(one: (at: number) => T) => Array.from({ length: 5 }, (_, at) => one(at));

test('a check is suspicious when at least five answers came to the same, and not with four', () => {
  const suspicions = (...answers: CheckResult[][]) => of(...answers)?.checks.map(({ suspicion }) => suspicion);
  const passing = () => [check('a', 10)];
  expect(suspicions(...five(passing))).toEqual(['all 5 passed: does it look at anything?']);
  expect(suspicions(...five(passing).slice(1))).toEqual([undefined]);
  expect(suspicions(...five(() => [check('a', 10, 'no')]))).toEqual(['all 5 failed: is it the check, or the task?']);
  expect(suspicions(...five(passing), [check('a', 10, 'no')])).toEqual([undefined]);
  expect(suspicions(...five(() => [skipped('a', 10)]))).toEqual([
    'never judged: in all 5 a check before it did not pass',
  ]);
});

test('failures that differ in numbers alone are one, told in the words of the first', () => {
  const statistics = of(
    [check('a', 10, 'row 3 is lost')],
    [check('a', 10, 'no row')],
    [check('a', 10, 'row 17 is lost')],
  );
  expect(statistics?.checks).toMatchObject([{ failed: 3, commonest: { says: 'row 3 is lost', count: 2 } }]);
});

test('an answer that could not be loaded says nothing of a check, but has its points', () => {
  const lost = { ...check('a', 10, 'no'), cause: 'invalid-submission' as const };
  const statistics = of([lost], [check('a', 10)]);
  expect(statistics).toMatchObject({ decided: 2, unloadable: 1, mean: 0.5, median: 0.5 });
  expect(statistics?.checks).toMatchObject([{ passed: 1, failed: 0 }]);
});

test('every share of points falls into one band', () => {
  const shares = [0, 9, 10, 29, 30, 99, 100];
  const statistics = of(...shares.map((earned) => [{ ...check('a', 100), earned }]));
  const counts = Object.fromEntries(statistics?.bands.map(({ count, label }) => [label, count]) ?? []);
  expect(counts).toMatchObject({ '0–9 %': 2, '10–19 %': 1, '20–29 %': 1, '30–39 %': 1, '90–99 %': 1, '100 %': 1 });
});
