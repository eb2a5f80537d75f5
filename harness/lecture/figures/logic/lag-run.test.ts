import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordLagRun } from '../testing/record-lag-run.ts';
import { recordedLagRun } from './lag-run.ts';
import { type LagSample, lagTrap, phaseAt, samplesIn } from './lag-samples.ts';

// To record it again (about 45 s, on a machine with little else to do), and to format the file:
//   RECORD_LAG_RUN=1 npx vitest run --config harness/vitest.config.ts harness/lecture/figures/logic/lag-run.test.ts
//   npm run format
test.runIf(process.env.RECORD_LAG_RUN)('a run is recorded on a real pair', { timeout: 120_000 }, async () => {
  const { server, phases, samples } = await recordLagRun();
  const lines = (values: readonly unknown[]) => values.map((value) => `    ${JSON.stringify(value)},`).join('\n');
  const text = `import type { LagRun } from './lag-samples.ts';

/** Recorded on a real pair, not drawn: lag-run.test.ts says how to record it again. */
export const recordedLagRun: LagRun = {
  server: ${JSON.stringify(server)},
  phases: [
${lines(phases)}
  ],
  samples: [
${lines(samples)}
  ],
};
`;
  writeFileSync(join(import.meta.dirname, 'lag-run.ts'), text);
});

const last = (samples: readonly LagSample[]) => samples.at(-1) as LagSample;

test('paused replay grows behind while everything is received', () => {
  const paused = samplesIn(recordedLagRun, 'replay paused');
  expect(last(paused).replay).toBeGreaterThan(100_000);
  expect(last(paused).replay).toBeGreaterThan((paused[1] as LagSample).replay);
  expect(Math.max(...paused.map(({ receive }) => receive))).toBeLessThan(last(paused).replay / 4);
});

test('while the link is cut, what is missing is missing from what was received, and the leader has no row', () => {
  const cut = last(samplesIn(recordedLagRun, 'link cut'));
  expect(cut.receive).toBeGreaterThan(100_000);
  expect(cut.replay).toBe(cut.receive);
  expect(cut.replayLag).toBeUndefined();
  expect(lagTrap(cut)).toContain('no row');
});

test('when nobody writes, nothing is behind, replay_lag becomes NULL, and the age of the last commit grows', () => {
  const idle = samplesIn(recordedLagRun, 'idle');
  const end = last(idle);
  expect(end).toMatchObject({ receive: 0, replay: 0, replayLag: null });
  expect(end.age).toBeGreaterThan(8);
  expect(lagTrap(end)).toContain('not a lag');
});

test('a moment belongs to the last phase that has begun', () => {
  const [, load] = recordedLagRun.phases;
  expect(phaseAt(recordedLagRun, load?.from ?? 0).name).toBe('load');
  expect(phaseAt(recordedLagRun, -1).name).toBe('quiet');
});
