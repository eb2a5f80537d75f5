import { describe, expect, test } from 'vitest';
import { commitVerdict } from './commit-verdict.ts';
import {
  ackLevels,
  type CommitSettings,
  type CommitStep,
  type PowerCut,
  reached,
  runCommit,
  type SyncNode,
  standbyRules,
} from './sync-commit.ts';

const end = (settings: CommitSettings) => runCommit(settings).at(-1) as CommitStep;
const cutAnywhere = (nodes: readonly SyncNode[]): PowerCut[][] =>
  nodes.reduce<PowerCut[][]>(
    (all, node) => all.flatMap((cuts) => Array.from({ length: 22 }, (_, at) => [...cuts, { node, after: at + 1 }])),
    [[]],
  );
const promisedAndLost = (settings: CommitSettings) => {
  const { after } = end(settings);
  return !after.alive.leader && commitVerdict(after, settings.rule, true).broken;
};
const losses = (level: CommitSettings['level'], rule: CommitSettings['rule'], nodes: readonly SyncNode[]) =>
  cutAnywhere(nodes).filter((cuts) => promisedAndLost({ level, rule, cuts }));

test.for(ackLevels.flatMap((level) => standbyRules.map((rule) => ({ level, rule }))))(
  'with nothing cut, $level and $rule end with an answer and the row everywhere',
  ({ level, rule }) => {
    const { after } = end({ level, rule, cuts: [] });
    expect(after).toMatchObject({ told: 'committed', has: { leader: 'visible', near: 'visible', far: 'visible' } });
  },
);

describe('losing the leader alone', () => {
  test.for(['FIRST 1', 'ANY 1', 'ANY 2'] as const)('%s loses no promised row at any remote level', (rule) => {
    for (const level of ['remote_write', 'on', 'remote_apply'] as const)
      expect(losses(level, rule, ['leader'])).toEqual([]);
  });

  test('without a list, or at off and local, it can lose one', () => {
    for (const level of ackLevels) expect(losses(level, 'none', ['leader']).length).toBeGreaterThan(0);
    for (const level of ['off', 'local'] as const) expect(losses(level, 'ANY 2', ['leader']).length).toBeGreaterThan(0);
  });
});

describe('losing the leader and a follower', () => {
  test('ANY 2 loses no promised row, ANY 1 can', () => {
    for (const follower of ['near', 'far'] as const) expect(losses('on', 'ANY 2', ['leader', follower])).toEqual([]);
    expect(losses('on', 'ANY 1', ['leader', 'near']).length).toBeGreaterThan(0);
  });
});

test('the answer comes at the moment that the level says', () => {
  const told = (level: CommitSettings['level']) => {
    const { after } = runCommit({ level, rule: 'ANY 1', cuts: [] }).find(
      ({ after: { told } }) => told === 'committed',
    ) as CommitStep;
    return after.confirmed.near;
  };
  const before = runCommit({ level: 'off', rule: 'none', cuts: [] }).find(({ after }) => after.told === 'committed');
  expect(before?.after.has.leader).toBe('in memory');
  expect(reached(told('remote_write'), 'in memory')).toBe(true);
  expect(reached(told('on'), 'on disk')).toBe(true);
  expect(told('remote_apply')).toBe('visible');
});

test('FIRST 1 asks the far one, and the next in the list when that is gone; ANY 1 takes who is first', () => {
  const answerAt = (rule: CommitSettings['rule'], cuts: readonly PowerCut[] = []) =>
    runCommit({ level: 'on', rule, cuts }).find(({ after }) => after.told === 'committed')?.at ??
    Number.POSITIVE_INFINITY;
  expect(answerAt('ANY 1')).toBeLessThan(answerAt('FIRST 1'));
  expect(answerAt('FIRST 1', [{ node: 'far', after: 3 }])).toBeLessThan(answerAt('FIRST 1'));
});

test('with one follower dead, ANY 2 waits for ever, and says so', () => {
  const { after } = end({ level: 'on', rule: 'ANY 2', cuts: [{ node: 'far', after: 1 }] });
  expect(after).toMatchObject({ told: 'nothing', has: { leader: 'on disk', near: 'visible' } });
  expect(commitVerdict(after, 'ANY 2', true).promised).toContain('waits');
});

test('whatever is cut when, an answer is given once and never taken back, and the dead do nothing', () => {
  for (const level of ackLevels) {
    for (const rule of standbyRules) {
      for (const cuts of cutAnywhere(['leader', 'near']).filter((_, at) => at % 7 === 0)) {
        const steps = runCommit({ level, rule, cuts });
        const words = steps.map(({ after: { told } }) => told).filter((told, at, all) => told !== all[at - 1]);
        expect(words.filter((told) => told !== 'nothing').length).toBeLessThanOrEqual(1);
        for (const [at, { place }] of steps.entries()) {
          if (place && steps[at - 1]?.after.alive[place.node] === false) throw new Error(`${place.node} is dead`);
        }
      }
    }
  }
});
