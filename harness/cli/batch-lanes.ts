import type { RunConfig } from '../config/config.ts';
import type { GradingCommon } from '../grading/grade-submission.ts';
import type { Invocation } from './command.ts';
import { setUpGrading, setupForLane } from './grading-setup.ts';
import { isolated } from './isolation.ts';

/** What gradings at the same time run with: one broker and one engine for all, a user and an enclosure for each. */
export interface Lanes extends AsyncDisposable {
  common: GradingCommon;
  each: GradingCommon[];
}

/** Every lane is probed by itself. Throws NOT_ISOLATED where the work of others would not be isolated in one of them. */
export async function openLanes(invocation: Invocation, config: RunConfig, jobs: number): Promise<Lanes> {
  const setup = await setUpGrading(invocation, config);
  const each: GradingCommon[] = [];
  // One after another: the first makes what the others share.
  for (let lane = 0; lane < jobs; lane += 1) each.push((await isolated(setupForLane(setup, lane), config)).common);
  return { common: each[0] ?? setup.common, each, [Symbol.asyncDispose]: () => setup[Symbol.asyncDispose]() };
}
