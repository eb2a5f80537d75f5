import { type CheckContext, grader } from '#harness/grading';
import { checkArithmetic } from './arithmetic.ts';
import { endure, judgeEndurance } from './enduring.ts';
import { judgePace, watchPace } from './interval.ts';
import { judgeLag, judgeReport, judgeState, judgeUnknown } from './judge-report.ts';
import { measureAgainAndAgain } from './often.ts';
import { judgeOneOfTwo, stopOneOfTwo } from './one-of-two.ts';
import { type Outage, throughOutages, throughSilence } from './outages.ts';
import { judgeLeftovers } from './sessions.ts';
import { throughStates } from './states.ts';
import { judgeStops, stopWatches } from './stopping.ts';

/** Milliseconds for the reports of a program that needs nearly five seconds for each. */
const slowest = 240_000;

grader(import.meta, ({ check, scenario }) => {
  const states = [scenario('states', throughStates, slowest)];
  const outages = scenario('outages', throughOutages, slowest);
  const silentLeader = scenario('silent-leader', (context) => throughSilence(context, 'leader'));
  const silentFollower = scenario('silent-follower', (context) => throughSilence(context, 'follower'));
  const often = scenario('often', measureAgainAndAgain, slowest);
  // These need no servers of their own but one: they run side by side, each with a program of its own.
  const watches = [
    scenario('watches', async (context: CheckContext) => {
      const [paces, one, stops, endurance] = await Promise.all([
        watchPace(context),
        stopOneOfTwo(context),
        stopWatches(context),
        endure(context),
      ]);
      return { paces, one, stops, endurance };
    }),
  ];

  // One check of each scenario before a second one of any, the longest first: none waits for a scenario to begin.
  check('leaves-nothing-open', [often, outages], ({ leftovers }) => judgeLeftovers(leftovers));
  check('idle', states, ({ idle }) => {
    for (const seen of idle) judgeLag(seen);
  });
  check<Outage>('leader-down', [silentLeader, outages], ({ well, leaderDown, goodbye }) => {
    judgeState(well);
    for (const seen of leaderDown) judgeUnknown(seen);
    for (const seen of goodbye) judgeReport(seen);
  });
  check<Outage>('follower-down', [silentFollower, outages], ({ well, followerDown, goodbye }) => {
    judgeState(well);
    for (const seen of followerDown) judgeUnknown(seen);
    for (const seen of goodbye) judgeReport(seen);
  });
  check('watch-interval', watches, ({ paces, one }) => {
    judgePace(paces);
    judgeOneOfTwo(one);
  });
  check('promoted', [outages], ({ well, noLeader, promoted }) => {
    judgeState(well);
    judgeUnknown(promoted);
    judgeUnknown(noLeader);
  });
  check('lsn-arithmetic', checkArithmetic);

  check('leader-first', states, ({ ordered }) => {
    for (const seen of ordered) judgeLag(seen);
  });
  check('replay-paused', states, ({ paused }) => {
    for (const seen of paused) judgeLag(seen);
  });
  check('link-severed', states, ({ severed }) => {
    for (const seen of severed) judgeLag(seen);
  });
  check('longer-position', states, ({ longer }) => judgeLag(longer));
  check('restarted-follower', states, ({ restarted }) => {
    judgeLag(restarted.paused);
    judgeLag(restarted.severed);
  });

  check('watch-abort', watches, ({ stops }) => judgeStops(stops));
  check('watch-goes-on', watches, ({ endurance }) => judgeEndurance(endurance));
});
