import { expect, test } from 'vitest';
import { type CourseFacts, difference } from './course-facts.ts';

const facts: CourseFacts = {
  engine: 'embedded',
  postgres: '18.4',
  exercises: { 'ex1-first': 'aaaaaaaaaa', 'ex2-second': 'bbbbbbbbbb' },
};

test('a worker may have exercises that the batch does not ask for, in whatever version', () => {
  expect(difference(facts, { ...facts, exercises: { 'ex1-first': 'aaaaaaaaaa' } })).toBeUndefined();
});

test.for<[Partial<CourseFacts>, string]>([
  [{ engine: 'docker' }, 'the engine is docker here, and embedded there'],
  [{ postgres: '15.18' }, 'PostgreSQL is 15.18 here, and 18.4 there'],
  [{ exercises: { 'ex1-first': 'aaaaaaaaaa' } }, 'ex2-second is not here'],
  [
    { exercises: { ...facts.exercises, 'ex2-second': 'cccccccccc' } },
    'the grader of ex2-second or the harness is another (cccccccc here, bbbbbbbb there)',
  ],
])('a worker with %j differs: %s', ([worker, says]) => {
  expect(difference({ ...facts, ...worker }, facts)).toBe(says);
});
