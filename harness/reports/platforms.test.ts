import { validate } from 'ctrf';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { classroomResult } from './classroom50.ts';
import { ctrfReport } from './ctrf.ts';
import { gradescopeResults } from './gradescope.ts';
import { isIncomplete } from './incomplete.ts';
import { gradescope } from './testing/gradescope-schema.ts';
import { samples } from './testing/samples.ts';

/** Classroom 50's `classroom50/result/v1`; further members of a test are kept as they are. */
const classroom = z.looseObject({
  schema: z.literal('classroom50/result/v1'),
  classroom: z.string(),
  assignment: z.string(),
  submission: z.string(),
  commit: z.url(),
  release: z.url(),
  review: z.url(),
  datetime: z.iso.datetime(),
  score: z.int().min(0),
  'max-score': z.int().positive(),
  tests: z.array(
    z.looseObject({ 'test-name': z.string(), passed: z.boolean(), score: z.int().min(0), 'max-score': z.int() }),
  ),
});

const handedIn = {
  classroom: 'databases-2026',
  assignment: 'data-loss',
  submission: 'submit/2026-11-21T10-00-00Z',
  commit: 'https://github.example/ann/data-loss/commit/1234567',
  release: 'https://github.example/ann/data-loss/releases/tag/submit',
  review: 'https://github.example/ann/data-loss/pull/1',
  datetime: '2026-11-21T10:00:00Z',
};

describe.for(Object.entries(samples))('%s', ([, report]) => {
  const sum = (scores: readonly (number | undefined)[]) =>
    scores.reduce<number>((total, each) => total + (each ?? 0), 0);

  test('is a valid results.json of Gradescope, whose scores add up', () => {
    const results = gradescope.parse(JSON.parse(JSON.stringify(gradescopeResults(report))));
    if (results.score !== undefined) expect(sum(results.tests.map(({ score }) => score))).toBe(results.score);
  });

  test('has no score anywhere when we could not grade it all', () => {
    const { output, score, tests } = gradescopeResults(report);
    const scores = [score, ...tests.map((each) => each.score)].filter((each) => each !== undefined);
    if (isIncomplete(report)) expect([scores, output]).toEqual([[], expect.stringContaining('by no fault of yours')]);
    else expect(scores).toHaveLength(tests.length + 1);
    expect(classroomResult(report, handedIn) === undefined).toBe(isIncomplete(report));
  });

  test('is valid CTRF, whose counts add up', () => {
    const ctrf = ctrfReport(report);
    expect(validate(ctrf)).toMatchObject({ valid: true });
    const { failed, other, passed, pending, skipped, tests } = ctrf.results.summary;
    expect(failed + other + passed + pending + skipped).toBe(tests);
    expect(ctrf.results.environment.healthy).toBe(!isIncomplete(report));
  });

  test('is a valid result.json of Classroom 50, whose scores add up', () => {
    const result = classroomResult(report, handedIn);
    if (!result) return expect(isIncomplete(report)).toBe(true);
    expect(sum(classroom.parse(result).tests.map(({ score }) => score))).toBe(result.score);
  });
});

test('a check that failed carries what the terminal says of it', () => {
  const failing = Object.values(samples).find(({ verdict }) => verdict === 'failed');
  if (!failing) throw new Error('no sample fails');
  const [first] = gradescopeResults(failing).tests.filter(({ status }) => status === 'failed');
  expect(first?.output).toMatch(/expected {2}.*\n.*seen/s);
  expect(ctrfReport(failing).results.tests.find(({ status }) => status === 'failed')?.message).toBe(first?.output);
});
