import { type CheckContext, grader } from '#harness/grading';
import { checkArithmetic } from './arithmetic.ts';
import { endure, judgeEndurance } from './enduring.ts';
import { judgePace, watchPace } from './interval.ts';
import { judgeLag, judgeUnknown } from './judge-report.ts';
import { throughOutages } from './outages.ts';
import { judgeLeftovers } from './sessions.ts';
import { throughStates } from './states.ts';
import { judgeStops, stopWatches } from './stopping.ts';

grader(import.meta, ({ check, scenario }) => {
  check('lsn-arithmetic', checkArithmetic);

  const states = [scenario('states', throughStates)];
  check('idle', states, ({ idle }) => {
    for (const seen of idle) judgeLag(seen, 'streaming');
  });
  check('leader-first', states, ({ ordered }) => {
    for (const seen of ordered) judgeLag(seen, 'streaming');
  });
  check('replay-paused', states, ({ paused }) => judgeLag(paused, 'streaming'));
  check('link-severed', states, ({ severed }) => {
    for (const seen of severed) judgeLag(seen, 'disconnected');
  });
  check('longer-position', states, ({ longer }) => judgeLag(longer, 'streaming'));
  check('restarted-follower', states, ({ restarted }) => {
    judgeLag(restarted.paused, 'streaming');
    judgeLag(restarted.severed, 'disconnected');
  });

  const outages = [scenario('outages', throughOutages)];
  check('leader-down', outages, ({ leaderDown }) => {
    for (const seen of leaderDown) judgeUnknown(seen, 'leader-down');
  });
  check('follower-down', outages, ({ followerDown }) => {
    for (const seen of followerDown) judgeUnknown(seen, 'follower-down');
  });
  check('promoted', outages, ({ noLeader, promoted }) => {
    judgeUnknown(promoted, 'not-a-follower');
    judgeUnknown(noLeader, 'leader-down');
  });
  check('leaves-nothing-open', outages, ({ leftovers }) => judgeLeftovers(leftovers));

  // The three need no servers of their own but one: they run side by side, each with a program of its own.
  const watches = [
    scenario('watches', async (context: CheckContext) => {
      const [pace, stops, endurance] = await Promise.all([watchPace(context), stopWatches(context), endure(context)]);
      return { pace, stops, endurance };
    }),
  ];
  check('watch-interval', watches, ({ pace }) => judgePace(pace));
  check('watch-abort', watches, ({ stops }) => judgeStops(stops));
  check('watch-goes-on', watches, ({ endurance }) => judgeEndurance(endurance));
});
