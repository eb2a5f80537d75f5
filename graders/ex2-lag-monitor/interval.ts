import { type CheckContext, must, NotYet, type Student, StudentHandle, waitUntil } from '#harness/grading';
import { isSame, madeUpReport, Watching } from './watching.ts';

/** One measurement of the grader's, by its own clock. */
interface Measured {
  start: number;
  /** Not there while it runs. */
  end?: number;
}

/** How one watch went whose measurements the grader made. Milliseconds. */
interface Pace {
  interval: number;
  /** What each measurement took at least. */
  measurement: number;
  /** In order; where one took longer than the interval, those after it. */
  measured: Measured[];
  /** How many periods in a row are judged. */
  periods: number;
  overlaps: number;
  /** From the end of a measurement that took more than two intervals to the next start; undefined: there was none. */
  resumed: number | undefined;
  /** What measure was called with, when that was not what it is to be called with. */
  misled: { with: unknown } | undefined;
  /** What the measurements came to. */
  given: object[];
  watching: Watching;
}

/** Of the interval, what a measurement takes; so a watch that waits a whole interval after it has periods of 1.6. */
const share = 0.6;

/** What some periods in a row may take: halfway between 1 and 1.6 intervals for each. */
const slowest = 1.3;

/** Of what is left of an interval after its measurement, what a watch must wait. */
const leastWait = 0.7;

/** Intervals after a measurement that took too long within which the next one starts, on a busy machine too. */
const resumption = 5;

/** Milliseconds for a busy machine to show a few periods in time. */
const patience = 15_000;

/** Two watches at the same time, whose intervals have nothing in common. */
export async function watchPace(context: CheckContext): Promise<Pace[]> {
  const { random, student } = context;
  const program = await student();
  const intervals = [random.int(170, 210), random.int(380, 440)];
  if (random.pick([true, false])) intervals.reverse();
  const paces = await Promise.all(intervals.map((interval) => onePace(context, program, interval, interval < 300)));
  // None is stopped before both have been seen.
  for (const { watching } of paces) watching.abort();
  await Promise.all(paces.map(({ watching }) => watching.isOver(5000)));
  await program.kill();
  return paces;
}

/** With `overlong`, one measurement takes more than two intervals. */
async function onePace(context: CheckContext, program: Student, interval: number, overlong: boolean): Promise<Pace> {
  const { signal } = context;
  const given: object[] = [];
  const all: Measured[] = [];
  const pace: Omit<Pace, 'watching'> = {
    interval,
    measurement: interval * share,
    measured: [],
    periods: 3,
    overlaps: 0,
    resumed: undefined,
    misled: undefined,
    given,
  };
  let open = 0;
  const { leader, follower } = context.cluster;
  const wanted = { leaderUrl: leader.url, followerUrl: follower.url };
  const measure = async (servers?: unknown) => {
    // An object with a function in it stays in its program.
    if (!isSame(wanted, servers instanceof StudentHandle ? servers.fields : servers)) pace.misled ??= { with: servers };
    const one: Measured = { start: performance.now() };
    const index = all.push(one) - 1;
    if (!overlong || index > 2) pace.measured.push(one);
    if (overlong && index === 2) pace.resumed = one.start - (all[1]?.end ?? one.start);
    if (open > 0) pace.overlaps += 1;
    open += 1;
    const takes = overlong && index === 1 ? interval * 2.2 : pace.measurement;
    const probe = () => performance.now() - one.start >= takes || new NotYet('it takes its time');
    await waitUntil('the time that a measurement takes', probe, { timeout: patience, interval: 10, signal });
    open -= 1;
    one.end = performance.now();
    // One report comes twice: what did not change is reported as well.
    const report = (given.length === 2 && given[1]) || madeUpReport(context);
    given.push(report);
    return report;
  };
  const watching = new Watching(context, program, { intervalMs: interval, measure });
  const enough = () => pace.overlaps > 0 || (isInTime(pace) && hadToWait(pace) && !isHasty(pace));
  await watching.until('a few periods', enough, patience);
  context.note('pace', { interval, measured: all, overlaps: pace.overlaps });
  return Object.assign(pace, { watching }); // still being measured
}

/** Whether each report was passed on, in order and unchanged; the last one may be cut short by the end. */
function isFaithful({ given, watching }: Pace): boolean {
  return given.slice(0, -1).every((report, at) => isSame(report, watching.reports[at]));
}

/**
 * Whether some periods in a row took the time that they should. A watch that adds the measurement to the interval
 * cannot do that however its machine is loaded: each of its periods is longer by a measurement, by this very clock.
 */
function isInTime({ measured, interval, periods }: Rhythm): boolean {
  return measured.some(({ start }, at) => {
    const last = measured[at + periods];
    return last !== undefined && last.start - start <= periods * interval * slowest;
  });
}

type Rhythm = Pick<Pace, 'measured' | 'interval' | 'periods'>;

/**
 * How long the watch waited after its measurements, and what was left of their intervals then. What the grader notices
 * late falls out of the sum but for the first time, and a measurement that took longer on a busy machine leaves less:
 * so the more there are, the nearer the two are to each other, when the watch keeps its interval.
 */
function waits({ measured, interval }: Rhythm): { waited: number; left: number } {
  let [waited, left] = [0, 0];
  for (const [at, { start, end }] of measured.entries()) {
    const next = measured[at + 1];
    if (end === undefined || next === undefined) break;
    waited += next.start - end;
    left += Math.max(0, interval - (end - start));
  }
  return { waited, left };
}

function isHasty(rhythm: Rhythm): boolean {
  const { waited, left } = waits(rhythm);
  return waited < left * leastWait;
}

/** Whether there was enough to wait for: measurements that take as long as the interval tell nothing of haste. */
function hadToWait(rhythm: Rhythm): boolean {
  return waits(rhythm).left >= rhythm.interval * (1 - share);
}

function mean({ measured }: Rhythm): number {
  const [first] = measured;
  return ((measured.at(-1)?.start ?? 0) - (first?.start ?? 0)) / Math.max(1, measured.length - 1);
}

export function judgePace(paces: readonly Pace[]): void {
  for (const pace of paces) {
    const { given, interval, measurement, measured, misled, overlaps, resumed = 0, watching } = pace;
    if (watching.ended?.fault && !isInTime(pace)) throw watching.ended.fault;
    const asked = `a start every ${interval} ms, with measurements of ${Math.round(measurement)} ms`;
    const none = given.length > 0 ? 'watchLag did not go on measuring.' : 'watchLag did not measure.';
    must(measured.length > 0, none, { expected: asked, actual: `${given.length} measurements` });
    must(misled === undefined, 'watchLag does not tell measure what to measure.', {
      expected: 'measure called with an object that has leaderUrl and followerUrl, as watchLag got them',
      actual: misled?.with,
    });
    must(overlaps === 0, 'watchLag started a measurement while another one was running.', {
      expected: 'one measurement at a time, also when one takes longer than the interval',
      actual: `${overlaps} started too early`,
      hint: 'setInterval does not wait for anybody: await the measurement, then wait for the next start.',
    });
    must(isInTime(pace), 'watchLag does not keep its interval from start to start.', {
      expected: asked,
      actual: `a start every ${Math.round(mean(pace))} ms`,
    });
    must(resumed <= interval * resumption, 'A measurement took longer than the interval, and the next one is late.', {
      expected: `a start when it is over, or at the next multiple of ${interval} ms`,
      actual: `${Math.round(resumed)} ms later`,
    });
    const { left, waited } = waits(pace);
    must(!isHasty(pace), 'watchLag measures more often than it was told.', {
      expected: `${asked}: ${Math.round(left)} ms of waiting, all in all`,
      actual: `${Math.round(waited)} ms of waiting`,
    });
    must(isFaithful(pace), 'watchLag did not pass each report of a measurement on, in order and as it was.', {
      expected: 'onReport called once with each report',
      actual: watching.reports,
    });
  }
}
