import type { GradingCommon } from '../grading/grade-submission.ts';
import type { Admission } from './admission.ts';

/** What gradings on this machine run with. */
export interface OwnLanes {
  /** One for each grading that may run at the same time, opened when it is needed; no user of a lane's is another's. */
  lanes: readonly (() => Promise<GradingCommon>)[];
  /** Says when one may begin. */
  admission: Admission;
  /**
   * Waits while what gradings run on is away, as a daemon that is restarted, but not for ever. True: it was away, now or
   * after `since` (`performance.now()`), and is back; what went wrong meanwhile says nothing of what comes.
   */
  outlast?(ending: AbortSignal, since?: number): Promise<boolean>;
}

/** What the gradings of a lane run with; it is opened by whoever comes first. Throws NOT_ISOLATED. */
export async function openLane({ lanes }: OwnLanes, number: number): Promise<GradingCommon> {
  return await (lanes[number] as () => Promise<GradingCommon>)();
}

/**
 * Opens a lane and waits until there is room for a grading in it, or until the signal fires; disposing of what it returns
 * makes room for another. What fails while the daemon is away is tried again when that is back.
 */
export async function enterLane(own: OwnLanes, number: number, ending: AbortSignal): Promise<Disposable> {
  const { admission, outlast } = own;
  for (;;) {
    await outlast?.(ending);
    const began = performance.now();
    try {
      return await admission.enter(ending, () => openLane(own, number));
    } catch (error) {
      if (!(await outlast?.(ending, began))) throw error;
    }
  }
}
