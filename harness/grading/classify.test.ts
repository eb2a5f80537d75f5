import { expect, test } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import { LabError } from '../core/errors.ts';
import { StudentFault } from '../sandbox/student-fault.ts';
import { classify } from './classify.ts';
import type { LabEvent } from './event-kinds.ts';
import { fail, must } from './failure.ts';

const timing = { total: 10, cluster: 4, student: 3 };
const evidence = [{ title: 'PostgreSQL log of leader', lines: ['FATAL:  no'] }];

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}

/** As much of a cluster as tells whether a node runs. */
function clusterOf(state: string): RunningCluster {
  return { nodes: [{ name: 'leader', state }] } as unknown as RunningCluster;
}

function asked(method: string, node = 'leader'): LabEvent {
  return {
    at: 1,
    check: 'first',
    actor: 'student',
    kind: 'request',
    node,
    detail: { program: 1, id: 1, method, params: {} },
  };
}

test('what the grader states is the student’s, in the words of the grader, with its evidence before that of the run', () => {
  const own = { title: 'rows', lines: ['7'] };
  const thrown = thrownBy(() =>
    fail('A row is lost.', { expected: [1n, 2n], actual: undefined, hint: 'Wait.', evidence: [own] }),
  );
  expect(classify(thrown, { timing, evidence })).toEqual({
    verdict: 'failed',
    cause: 'wrong',
    failure: {
      rationale: 'A row is lost.',
      expected: '[ 1n, 2n ]',
      actual: 'undefined',
      hint: 'Wait.',
      evidence: [own, ...evidence],
    },
    timing,
  });
});

test('must throws when its condition does not hold, and says nothing of what it was not told', () => {
  must(true, 'unseen');
  const { failure } = classify(
    thrownBy(() => must(false, 'It is wrong.')),
    { timing },
  );
  expect(failure).toEqual({ rationale: 'It is wrong.', hint: undefined, evidence: [] });
});

test.for(['wrong', 'timeout', 'memory', 'crash', 'violation'] as const)(
  'a program that ends by %s fails for that cause',
  (cause) => {
    const fault = new StudentFault(cause, 'setUp did not return', { stack: 'Error: x\n    at setUp (src/a.ts:3:1)' });
    const outcome = classify(fault, { timing, evidence });
    expect(outcome).toMatchObject({ verdict: 'failed', cause, failure: { rationale: 'setUp did not return' } });
    expect(outcome.failure?.evidence).toEqual([
      { title: 'where it happened', lines: ['Error: x', '    at setUp (src/a.ts:3:1)'] },
      ...evidence,
    ]);
  },
);

test.for<[by: string, named: string]>([
  ['node.kill', 'node.kill'],
  ['node.stop', 'node.stop'],
  ['node.pause', 'node.pause'],
  ['node.exec', 'a command on it'],
])('a node that a check needs and that %s has ended is the student’s', ([method, named]) => {
  const down = new LabError('NODE_DOWN', 'leader does not accept a connection', { where: 'leader' });
  const outcome = classify(down, { timing, cluster: clusterOf('off'), events: [asked(method)], evidence });
  expect(outcome).toMatchObject({
    verdict: 'failed',
    cause: 'wrong',
    failure: {
      rationale: `leader does not run, and the check needs it: your code called ${named}.`,
      expected: 'leader answers',
      actual: 'leader does not accept a connection',
      evidence,
    },
  });
});

test.for<[what: string, state: string, events: LabEvent[]]>([
  ['that runs', 'running', [asked('node.kill')]],
  ['that nobody stopped', 'off', []],
  [
    'that the grader stopped',
    'off',
    [{ ...asked('node.kill'), actor: 'grader', kind: 'note', detail: { what: 'node.kill' } }],
  ],
  ['beside another that the student stopped', 'off', [asked('node.kill', 'follower')]],
  ['of which the student only wrote files', 'off', [asked('node.writeFile')]],
])('a node that does not answer, %s, is ours', ([, state, events]) => {
  const down = new LabError('NODE_DOWN', 'leader does not answer', { where: 'leader' });
  expect(classify(down, { timing, cluster: clusterOf(state), events })).toMatchObject({
    verdict: 'errored',
    cause: 'infrastructure',
    trouble: { code: 'NODE_DOWN' },
  });
});

test.for<[what: string, thrown: unknown, code: string, message: string]>([
  ['a wait that ran out', new LabError('WAIT_TIMEOUT', 'waited 5 ms'), 'WAIT_TIMEOUT', 'waited 5 ms'],
  ['a mistake of the grader', new TypeError('x is undefined'), 'GRADER', 'x is undefined'],
  ['a thrown nothing', undefined, 'GRADER', 'a thrown undefined'],
])('%s is ours, and costs no points', ([, thrown, code, message]) => {
  const outcome = classify(thrown, { timing, evidence });
  expect(outcome).toMatchObject({ verdict: 'errored', cause: 'infrastructure', trouble: { code, message }, timing });
  expect(outcome.failure).toBeUndefined();
});

test('the causes of our errors are told, and the next thing to do', () => {
  const cause = new Error('ECONNREFUSED');
  const { trouble } = classify(new LabError('NODE_DOWN', 'no answer', { where: 'leader', next: 'wait', cause }), {
    timing,
  });
  expect(trouble).toMatchObject({ message: 'no answer (leader)', because: ['because: ECONNREFUSED'], next: 'wait' });
});

test('trouble with the lab itself outweighs what the check concluded from it', () => {
  const concluded = thrownBy(() => fail('The follower is behind.'));
  const outcome = classify(concluded, { timing, trouble: new LabError('START_FAILED', 'the gateway did not open') });
  expect(outcome).toMatchObject({ verdict: 'errored', trouble: { code: 'START_FAILED' } });
});
