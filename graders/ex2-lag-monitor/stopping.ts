import { type CheckContext, must, type StudentFault } from '#harness/grading';
import { madeUpReport, Watching } from './watching.ts';

/** What happened to watches whose signal fired. */
interface Stops {
  stops: { when: string; begun: boolean; over: boolean; measured: number; reported: number; fault?: StudentFault }[];
  ended: 'ended' | 'killed';
}

/** Milliseconds in which watchLag ends after its signal, as the README says. */
const promised = 2000;

/** So long that no second measurement is due. */
const never = 3_600_000;

/** Fires the signals of three watches of one program; a measurement that is still running then reports too late. */
export async function stopWatches(context: CheckContext): Promise<Stops> {
  const { random, student } = context;
  const program = await student();
  const release = Promise.withResolvers<void>();
  const watch = (when: string, measurement: 'returns' | 'hangs') => {
    const seen = { when, begun: false, measured: 0 };
    const measure = async () => {
      seen.measured += 1;
      if (measurement === 'hangs') await release.promise;
      return madeUpReport(context);
    };
    return {
      seen,
      watching: (fired: boolean): Watching => {
        const abort = new AbortController();
        if (fired) abort.abort();
        return new Watching(context, program, { intervalMs: never, measure }, { abort });
      },
    };
  };
  const before = watch('had fired before watchLag was called', 'returns');
  const during = watch('fired during a measurement', 'hangs');
  const between = watch('fired between two measurements', 'returns');
  const run = async ({ seen, watching }: typeof before, begun: ((of: Watching) => boolean) | undefined) => {
    const running = watching(begun === undefined);
    if (begun) seen.begun = await running.until('a watch to begin', () => begun(running), 10_000);
    else seen.begun = true;
    running.abort();
    const over = await running.isOver(promised);
    return { running, facts: { ...seen, over, fault: running.ended?.fault } };
  };
  const runs = [
    () => run(before, undefined),
    () => run(during, () => during.seen.measured > 0),
    () => run(between, ({ reports }) => reports.length > 0),
  ];
  if (random.pick([true, false])) runs.reverse();
  const done = await Promise.all(runs.map((each) => each()));
  release.resolve();
  const ended = await program.settle();
  // Counted again when the program is gone: what it did in a timer counts.
  const measured = { [before.seen.when]: before.seen.measured, [during.seen.when]: during.seen.measured };
  return {
    ended,
    stops: done.map(({ running, facts }) => ({
      ...facts,
      measured: measured[facts.when] ?? between.seen.measured,
      reported: running.reports.length,
    })),
  };
}

export function judgeStops({ stops, ended }: Stops): void {
  for (const { when, begun, over, measured, reported, fault } of stops) {
    if (fault) throw fault;
    const isBefore = when.startsWith('had');
    const isBetween = when.includes('between');
    must(begun, 'watchLag does not measure at once when it is called.', {
      expected: 'the first measurement at once, and its report when it is over',
      actual: `${measured} measurements, ${reported} reports`,
    });
    must(over, `The signal ${when}, and watchLag did not end.`, {
      expected: `watchLag resolves within ${promised} ms`,
      actual: 'it is still running',
    });
    const most = isBefore ? 0 : 1;
    must(measured <= most, `The signal ${when}, and watchLag measured all the same.`, {
      expected: most,
      actual: measured,
    });
    const last = isBetween ? 1 : 0;
    must(reported === last, `The signal ${when}, and watchLag reported after it.`, {
      expected: last,
      actual: reported,
    });
  }
  must(ended === 'ended', 'All watches are over, and the program does not end.', {
    expected: 'a program that ends when nothing is asked of it any more',
    actual: 'a timer or a connection is still pending',
  });
}
