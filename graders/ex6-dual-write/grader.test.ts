import { type CheckContext, grader } from '#harness/grading';
import { judgeLostReply, judgePartialFailure, judgeReordering, judgeStaleRecovery } from './kinds.ts';
import { quotesAreHarmless } from './quotes.ts';
import { readsAreSpread, readsGoOn } from './reads.ts';
import { playRounds, type Round } from './rounds.ts';
import { writesReachTheLeader } from './writes.ts';
import { writesFailClearly } from './writes-fail.ts';

grader(import.meta, ({ check }) => {
  /** A counterexample is one each time, or it is luck. */
  const everyTime =
    (name: string, times: number, judge: (round: Round) => void) =>
    async (context: CheckContext): Promise<void> => {
      for (const round of await playRounds(context, name, times)) judge(round);
    };

  check('partial-failure', everyTime('partialFailure', 5, judgePartialFailure));
  check('reordering', everyTime('reordering', 20, judgeReordering));
  check('lost-reply', everyTime('lostReply', 5, judgeLostReply));
  check('stale-recovery', everyTime('staleRecovery', 3, judgeStaleRecovery));
  check('writes-to-the-leader', writesReachTheLeader);
  check('reads-spread', readsAreSpread);
  check('reads-go-on', readsGoOn);
  check('writes-fail-clearly', writesFailClearly);
  check('names-are-values', quotesAreHarmless);
});
