import { expect, test } from 'vitest';
import { renderSummary } from './summary.ts';
import { samples } from './testing/samples.ts';

test('several exercises are summed up: what awaits a person is named and not lost', () => {
  const rows = ['all-passed', 'awaiting', 'reviewed', 'failures', 'errored'].map((name) => {
    const report = samples[name];
    if (!report) throw new Error(`there is no sample ${name}`);
    return { slug: name, report };
  });
  expect(`\n${renderSummary([...rows, { slug: 'broken', refused: 'no manifest' }], false).join('\n')}\n`).toBe(`
exercise      points     passed
all-passed   100/100     3 of 3  passed
awaiting       80/80     2 of 3  passed, awaiting 20
reviewed      97/100     3 of 3  passed
failures       0/100     0 of 3  failed
errored       40/100     1 of 3  incomplete
broken                           not graded: no manifest
all          317/480             awaiting 20
`);
});
