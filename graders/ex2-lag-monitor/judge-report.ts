import { fail, must, StudentFault } from '#harness/grading';
import { ageBounds, type Bounds, boundsOf } from './bounds.ts';
import type { Observation } from './observe.ts';

type Report = Record<'state' | 'receiveBytes' | 'replayBytes' | 'seconds', unknown>;

/** A report of whatever state, where more than one is true. */
export function judgeReport(seen: Observation): void {
  reportOf(seen);
}

/** A report by its state alone. */
export function judgeState(seen: Observation): void {
  stateOf(seen, reportOf(seen));
}

/** A report whose state means that there is nothing more to say. */
export function judgeUnknown(seen: Observation): void {
  const report = reportOf(seen);
  stateOf(seen, report);
  for (const name of ['receiveBytes', 'replayBytes', 'seconds'] as const) {
    must(report[name] === null, `${seen.circumstances}, and ${name} is not null: nobody can know it.`, {
      expected: `${seen.state}, and null for all three numbers`,
      actual: report,
    });
  }
}

/** A report of a follower that answers. */
export function judgeLag(seen: Observation): void {
  const report = reportOf(seen);
  stateOf(seen, report);
  const { before, after } = seen;
  if (!before || !after) throw new Error(`nothing was read while ${seen.circumstances}`);
  const { receive, replay } = boundsOf(before, after);
  judgeBytes(seen, report, 'receiveBytes', receive);
  judgeBytes(seen, report, 'replayBytes', replay);
  if (seen.state === 'disconnected') {
    must(report.seconds === null, `${seen.circumstances}, and seconds is not null although nothing streams.`, {
      expected: null,
      actual: report,
    });
    return;
  }
  judgeSeconds(seen, report, replay, ageBounds(before, after));
}

/** The report, if it has the shape of one. */
function reportOf({ told, circumstances }: Observation): Report {
  if ('fault' in told) throw during(circumstances, told.fault);
  const { report } = told;
  must(typeof report === 'object' && report !== null, `${circumstances}, and measureLag returned no report.`, {
    expected: 'an object with state, receiveBytes, replayBytes and seconds',
    actual: report,
  });
  const { state, receiveBytes, replayBytes, seconds } = report as Partial<Report>;
  return { state, receiveBytes, replayBytes, seconds };
}

/** A program's fault, and what was so when it came. */
function during(circumstances: string, { cause, message, thrown, exit, stack }: StudentFault): StudentFault {
  return new StudentFault(cause, `${circumstances}: ${message}`, { thrown: { value: thrown }, exit, stack });
}

function stateOf({ circumstances, state }: Observation, report: Report): void {
  const other = `${circumstances}, and the state is called ${String(report.state)}.`;
  must(report.state === state, other, { expected: state, actual: report });
}

function judgeBytes(
  { circumstances }: Observation,
  report: Report,
  name: 'receiveBytes' | 'replayBytes',
  { low, high }: Bounds<bigint>,
): void {
  const value = report[name];
  const expected = `${name} ${low === high ? `${low}n` : `from ${low}n to ${high}n`}`;
  if (typeof value !== 'bigint') {
    fail(`${circumstances}, and ${name} is ${value === null ? 'null' : `a ${typeof value}`} and no bigint.`, {
      expected,
      actual: report,
    });
  }
  must(low <= value && value <= high, `${circumstances}, and ${name} is wrong.`, { expected, actual: report });
}

function judgeSeconds(
  { circumstances }: Observation,
  { seconds }: Report,
  replay: Bounds<bigint>,
  age: ReturnType<typeof ageBounds>,
): void {
  const isZero = seconds === 0;
  if (replay.high === 0n) {
    must(isZero, `${circumstances}: everything is replayed, and seconds is not 0.`, { expected: 0, actual: seconds });
    return;
  }
  if (replay.low === 0n && isZero) return;
  if (age === null || age === 'either') {
    if (seconds === null) return;
    must(age === 'either', `${circumstances}: no commit was replayed yet, so nobody knows an age.`, {
      expected: null,
      actual: seconds,
    });
    return;
  }
  const fits = typeof seconds === 'number' && age.low <= seconds && seconds <= age.high;
  must(fits, `${circumstances}, and seconds is not the age of the commit that was replayed last.`, {
    expected: `from ${age.low} to ${age.high}`,
    actual: seconds,
  });
}
