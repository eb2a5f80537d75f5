import { type CheckContext, must, NotYet, type Student, waitUntil } from '#harness/grading';
import { isSame, madeUpReport, Watching } from './watching.ts';

/** How one watch went whose measurements the grader made. Milliseconds. */
interface Pace {
  interval: number;
  /** What each measurement took at least. */
  measurement: number;
  /** Starts of measurements; where one took longer than the interval, those after it. */
  starts: number[];
  /** How many periods in a row are judged. */
  periods: number;
  overlaps: number;
  /** Whether each report was passed on, in order and unchanged. */
  faithful: boolean;
  watching: Watching;
}

/** Of the interval, what a measurement takes; so a watch that waits a whole interval after it has periods of 1.6. */
const share = 0.6;

/** What some periods in a row may take: halfway between 1 and 1.6 intervals for each. */
const slowest = 1.3;
/** Less than this is too often. */
const fastest = 0.75;

/** Milliseconds for a busy machine to show a few periods in time. */
const patience = 15_000;

/** Two watches at the same time, whose intervals have nothing in common. */
export async function watchPace(context: CheckContext): Promise<Pace[]> {
  const { random, student } = context;
  const program = await student();
  const intervals = [random.int(170, 210), random.int(380, 440)];
  if (random.pick([true, false])) intervals.reverse();
  const paces = await Promise.all(intervals.map((interval) => onePace(context, program, interval, interval < 300)));
  await program.kill();
  return paces;
}

/** With `overlong`, one measurement takes more than two intervals. */
async function onePace(context: CheckContext, program: Student, interval: number, overlong: boolean): Promise<Pace> {
  const { signal } = context;
  const given: object[] = [];
  const all: number[] = [];
  const pace: Omit<Pace, 'watching' | 'faithful'> = {
    interval,
    measurement: interval * share,
    starts: [],
    periods: 3,
    overlaps: 0,
  };
  let open = 0;
  const measure = async () => {
    const began = performance.now();
    const index = all.push(began) - 1;
    if (!overlong || index > 2) pace.starts.push(began);
    if (open > 0) pace.overlaps += 1;
    open += 1;
    const takes = overlong && index === 1 ? interval * 2.2 : pace.measurement;
    const probe = () => performance.now() - began >= takes || new NotYet('it takes its time');
    await waitUntil('the time that a measurement takes', probe, { timeout: patience, interval: 10, signal });
    open -= 1;
    // One report comes twice: what did not change is reported as well.
    const report = (given.length === 2 && given[1]) || madeUpReport(context);
    given.push(report);
    return report;
  };
  const watching = new Watching(context, program, { intervalMs: interval, measure });
  const enough = () => pace.overlaps > 0 || (isInTime(pace) && !isHasty(pace));
  await watching.until('a few periods', enough, patience);
  watching.abort();
  await watching.isOver(5000);
  const settled = given.slice(0, Math.max(0, given.length - 1)); // the last one may be cut short by the end
  const faithful = settled.every((report, at) => isSame(report, watching.reports[at]));
  context.note('pace', { interval, starts: all, overlaps: pace.overlaps });
  return { ...pace, faithful, watching };
}

/**
 * Whether some periods in a row took the time that they should. A watch that adds the measurement to the interval
 * cannot do that however its machine is loaded: each of its periods is longer by a measurement, by this very clock.
 */
function isInTime({ starts, interval, periods }: Rhythm): boolean {
  return starts.some((start, at) => {
    const end = starts[at + periods];
    return end !== undefined && end - start <= periods * interval * slowest;
  });
}

type Rhythm = Pick<Pace, 'starts' | 'interval' | 'periods'>;

/** By the mean of all periods, which a start that was noticed late changes less and less. */
function isHasty({ starts, interval }: Rhythm): boolean {
  return starts.length > 1 && mean(starts) < interval * fastest;
}

function mean(starts: readonly number[]): number {
  const [first = 0] = starts;
  return ((starts.at(-1) ?? 0) - first) / Math.max(1, starts.length - 1);
}

export function judgePace(paces: Pace[]): void {
  for (const pace of paces) {
    const { interval, measurement, starts, overlaps, faithful, watching } = pace;
    if (watching.ended?.fault && !isInTime(pace)) throw watching.ended.fault;
    const asked = `a start every ${interval} ms, with measurements of ${Math.round(measurement)} ms`;
    must(starts.length > 0, 'watchLag did not go on measuring.', {
      expected: asked,
      actual: `${watching.reports.length} reports`,
    });
    must(overlaps === 0, 'watchLag started a measurement while another one was running.', {
      expected: 'one measurement at a time, also when one takes longer than the interval',
      actual: `${overlaps} started too early`,
      hint: 'setInterval does not wait for anybody: await the measurement, then wait for the next start.',
    });
    const seen = `a start every ${Math.round(mean(starts))} ms`;
    must(isInTime(pace), 'watchLag does not keep its interval from start to start.', {
      expected: asked,
      actual: seen,
    });
    must(!isHasty(pace), 'watchLag measures more often than it was told.', {
      expected: asked,
      actual: seen,
    });
    must(faithful, 'watchLag did not pass each report of a measurement on, in order and as it was.', {
      expected: 'onReport called once with each report',
      actual: watching.reports,
    });
  }
}
