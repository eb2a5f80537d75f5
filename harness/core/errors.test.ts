import { expect, test } from 'vitest';
import { describeError, type ErrorCode, errorTable, LabError, messageOf } from './errors.ts';

test.for(Object.entries(errorTable))('%s has a meaning, a next step and an exit code', ([code, entry]) => {
  expect(entry.means).toMatch(/^\w.*[^.]$/);
  expect(entry.next).not.toBe('');
  const error = new LabError(code as ErrorCode, 'found');
  expect({ exit: error.exitCode, next: error.next, message: error.message }).toEqual({
    exit: entry.exit,
    next: entry.next,
    message: 'found',
  });
});

test('an error that knows better than the table names its own next step, where it was found, and its cause', () => {
  const cause = new Error('EACCES');
  const error = new LabError('NO_STORAGE', 'cannot write', { where: '/var/lab', next: 'chmod it', cause });
  expect(error).toMatchObject({ code: 'NO_STORAGE', where: '/var/lab', next: 'chmod it', cause, name: 'LabError' });
});

test('a chain of causes is one line each, outermost first, with the places', () => {
  const inner = new LabError('NODE_DOWN', 'leader does not answer', { where: 'leader', cause: 'ECONNRESET' });
  const outer = new Error('the check failed', { cause: inner });
  expect(describeError(outer)).toEqual([
    'the check failed',
    'because: leader does not answer (leader)',
    'because: ECONNRESET',
  ]);
});

test('a chain that bites its tail ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(describeError(error)).toHaveLength(8);
});

test('whatever is thrown has a message', () => {
  const thrown = [new Error('no'), new TypeError(), 'text', undefined, null, 7, { message: 'plain' }];
  expect(thrown.map(messageOf)).toEqual([
    'no',
    'TypeError',
    'text',
    'a thrown undefined',
    'a thrown null',
    'a thrown number',
    'a thrown object',
  ]);
});
