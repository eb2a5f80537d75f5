import { type CheckContext, must, type Student, type StudentFault } from '#harness/grading';
import { madeUpReport, Watching } from './watching.ts';

/** A watch whose signal fires at a certain time. */
interface Stop {
  /** When the signal fires, as the rest of a sentence. */
  when: string;
  /** Whether it has fired before the call. */
  fired?: true;
  /** Whether its first measurement is still running then. */
  hangs?: true;
  /** Whether it has paused for a while then: one that does not pause must have the time to show it. */
  pauses?: true;
  /** Measurements and reports of a watch that ends in time. */
  measured: number;
  reported: number;
}

const stops: readonly Stop[] = [
  { when: 'had fired before watchLag was called', fired: true, measured: 0, reported: 0 },
  { when: 'fired during a measurement', hangs: true, measured: 1, reported: 0 },
  { when: 'fired between two measurements', pauses: true, measured: 1, reported: 1 },
];

/** What became of one. */
interface Stopped {
  stop: Stop;
  /** Whether it had measured, and reported, what it should when the signal fired. */
  begun: boolean;
  /** Whether it measured again before the signal, in a pause that was far from over. */
  hasty: boolean;
  over: boolean;
  measured: number;
  reported: number;
  fault?: StudentFault;
}

interface Stops {
  stopped: Stopped[];
  ended: 'ended' | 'killed';
}

/** Milliseconds in which watchLag ends after its signal, as the README says. */
const promised = 2000;

/** Milliseconds for a busy machine to show a first measurement and its report. */
const patience = 10_000;

/** Milliseconds of a pause before the signal fires in it. */
const pause = 500;

/** So long that no second measurement is due. */
const never = 3_600_000;

/** Fires the signals of the watches of one program; a measurement that is still running then reports too late. */
export async function stopWatches(context: CheckContext): Promise<Stops> {
  const program = await context.student();
  const release = Promise.withResolvers<void>();
  const running = await Promise.all(
    shuffled(context, stops).map((stop) => stopOne(context, program, stop, release.promise)),
  );
  release.resolve();
  const ended = await program.settle();
  // Counted when the program is gone: what it did in a timer counts.
  return { ended, stopped: running.map((count) => count()) };
}

async function stopOne(
  context: CheckContext,
  program: Student,
  stop: Stop,
  released: Promise<void>,
): Promise<() => Stopped> {
  let measured = 0;
  const measure = async () => {
    measured += 1;
    if (stop.hangs) await released;
    return madeUpReport(context);
  };
  const abort = new AbortController();
  if (stop.fired) abort.abort();
  const watching = new Watching(context, program, { intervalMs: never, measure }, { abort });
  const hasBegun = () => measured >= stop.measured && watching.reports.length >= stop.reported;
  const begun = await watching.until('a watch to begin', hasBegun, patience);
  const isHasty = () => measured > stop.measured;
  const hasty = stop.pauses === true && (await watching.until('a measurement that is not due', isHasty, pause));
  watching.abort();
  const over = await watching.isOver(promised);
  const fault = watching.ended?.fault;
  return () => ({ stop, begun, hasty, over, fault, measured, reported: watching.reports.length });
}

function shuffled<T>({ random }: CheckContext, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(left.indexOf(random.pick(left)), 1)[0] as T);
}

export function judgeStops({ stopped, ended }: Stops): void {
  for (const { stop, begun, hasty, over, measured, reported, fault } of stopped) {
    if (fault) throw fault;
    const { when } = stop;
    must(begun, 'watchLag does not measure at once when it is called.', {
      expected: 'the first measurement at once, and its report when it is over',
      actual: `${measured} measurements, ${reported} reports`,
    });
    must(!hasty, 'watchLag measures again long before its interval is over.', {
      expected: `one measurement in the first ${pause} ms of an interval of an hour`,
      actual: `${measured} measurements`,
    });
    must(over, `The signal ${when}, and watchLag did not end.`, {
      expected: `watchLag resolves within ${promised} ms`,
      actual: 'it is still running',
    });
    must(measured === stop.measured, `The signal ${when}, and watchLag measured all the same.`, {
      expected: stop.measured,
      actual: measured,
    });
    must(reported === stop.reported, `The signal ${when}, and watchLag reported after it.`, {
      expected: stop.reported,
      actual: reported,
    });
  }
  must(ended === 'ended', 'All watches are over, and the program does not end.', {
    expected: 'a program that ends when nothing is asked of it any more',
    actual: 'a timer or a connection is still pending',
  });
}
