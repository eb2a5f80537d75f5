import type { RunConfig } from '../../config/config.ts';
import type { EngineOptions } from '../../engines/open-engine.ts';
import type { GradingCommon } from '../../grading/grade-submission.ts';
import type { Invocation } from '../command.ts';
import { setUpGrading, setupForLane } from '../grading-setup.ts';
import { isolated } from '../isolation.ts';

/** What gradings at the same time run with: one broker and one engine for all, a user and an enclosure for each. */
export interface Lanes extends AsyncDisposable {
  /** The first lane's. */
  common: GradingCommon;
  /** What the engine of each grading is made with. */
  engineOptions: EngineOptions;
  /** Each is opened when it is needed, and probed by itself. Throws NOT_ISOLATED. */
  each: (() => Promise<GradingCommon>)[];
}

/** Opens the first lane. Throws NOT_ISOLATED where the work of others would not be isolated. */
export async function openLanes(invocation: Invocation, config: RunConfig, jobs: number): Promise<Lanes> {
  await using ends = new AsyncDisposableStack();
  const setup = ends.use(await setUpGrading(invocation, config));
  const kept = ends.use(new AsyncDisposableStack());
  const opened: Promise<GradingCommon>[] = [];
  const open = async (lane: number) => kept.use(await isolated(setupForLane(setup, lane), config)).common;
  const lane = (number: number) => {
    const common = opened[number] ?? open(number);
    opened[number] = common;
    common.catch(() => delete opened[number]);
    return common;
  };
  const common = await lane(0);
  const all = ends.move();
  return {
    common,
    engineOptions: setup.engineOptions,
    each: Array.from({ length: jobs }, (_, number) => () => lane(number)),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
