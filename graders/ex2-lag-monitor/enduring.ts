import { type CheckContext, clientLink, fail, type StudentFault } from '#harness/grading';
import { pauseReplay, write } from './scenes.ts';
import { isSame, madeUpReport, Watching } from './watching.ts';

/** One thing that a watch must survive. */
interface Trial {
  what: string;
  expected: string;
  /** Whether the reports showed it in time; otherwise the last state that was reported. */
  shown: boolean;
  last: unknown;
  ended: boolean;
  fault?: StudentFault;
}

/** Milliseconds for a report: the five seconds of a measurement, the interval, and a busy machine. */
const patience = 8000;

/** A watch over real servers that come and go, and such whose measurements and receivers fail. */
export async function endure(context: CheckContext): Promise<Trial[]> {
  return (await Promise.all([throughServerFailures(context), throughFailingCalls(context)])).flat();
}

async function throughServerFailures(context: CheckContext): Promise<Trial[]> {
  const { cluster, random, student } = context;
  const { leader, follower } = cluster;
  const program = await student();
  const watching = new Watching(context, program, { intervalMs: random.int(60, 120) });
  const trials: Trial[] = [];
  const expect = async (what: string, state: string) => {
    if (trials.some((earlier) => !earlier.shown)) return; // one that was not survived is enough
    const shown = await watching.until(state, () => watching.lastState === state, patience);
    trials.push({ what, expected: `a report '${state}'`, shown, ...endOf(watching), last: watching.lastState });
  };
  await expect('Both servers are well', 'streaming');
  const failures = [
    { kind: 'sever', node: leader, what: 'The leader refuses connections', state: 'leader-down' },
    { kind: 'hold', node: leader, what: 'The leader is silent', state: 'leader-down' },
    { kind: 'sever', node: follower, what: 'The follower refuses connections', state: 'follower-down' },
  ] as const;
  const left = [...failures];
  while (left.length > 0) {
    const failure = random.pick(left);
    left.splice(left.indexOf(failure), 1);
    const fault = await cluster.inflict([clientLink(failure.node.name)], { kind: failure.kind });
    await expect(failure.what, failure.state);
    await fault.heal();
    await expect(`${failure.what.split(' ', 2).join(' ')} is back`, 'streaming');
  }
  // A watch that says what a pair that is well would say has not measured.
  if (trials.every(({ shown }) => shown)) {
    await pauseReplay(context);
    await write(context);
    const shown = await watching.until('a lag', () => hasLag(watching.reports.at(-1)), patience);
    const last = watching.reports.at(-1);
    trials.push({
      what: 'Replay is paused',
      expected: 'a report with replayBytes above 0',
      shown,
      ...endOf(watching),
      last,
    });
  }
  watching.abort();
  await watching.isOver(5000);
  await program.kill();
  return trials;
}

/** Of which type is another check's matter. */
function hasLag(report: unknown): boolean {
  return typeof report === 'object' && report !== null && 'replayBytes' in report && Number(report.replayBytes) > 0;
}

async function throughFailingCalls(context: CheckContext): Promise<Trial[]> {
  const program = await context.student();
  const failing = context.random.pick([2, 3]);
  const given: object[] = [];
  let measured = 0;
  const measure = async () => {
    measured += 1;
    if (measured === failing) throw new Error('a measurement that fails');
    const report = madeUpReport(context);
    given.push(report);
    return report;
  };
  const flaky = new Watching(context, program, { intervalMs: 40, measure });
  const refuse = () => {
    if (refusing.reports.length === failing) throw new Error('a receiver that fails');
  };
  const plain = { intervalMs: 40, measure: async () => madeUpReport(context) };
  const refusing: Watching = new Watching(context, program, plain, { receive: refuse });
  const throwing = new Watching(context, program, plain, { throwsAt: failing });
  const trial = async (what: string, expected: string, watching: Watching, isTrue = () => true): Promise<Trial> => {
    const shown = await watching.until('six reports', () => watching.reports.length >= 6, patience);
    return { what, expected, shown: shown && isTrue(), ...endOf(watching), last: watching.lastState };
  };
  const onlyMade = () => flaky.reports.every((report, at) => given[at] && isSame(given[at], report));
  const trials = await Promise.all([
    trial('A measurement threw', 'the reports of the other measurements, and no more', flaky, onlyMade),
    trial('onReport returned a promise that rejects', 'further reports', refusing),
    trial('onReport threw', 'further reports', throwing),
  ]);
  const all = [flaky, refusing, throwing];
  for (const watching of all) watching.abort();
  await Promise.all(all.map((watching) => watching.isOver(5000)));
  await program.kill();
  return trials;
}

function endOf({ ended }: Watching): Pick<Trial, 'ended' | 'fault'> {
  return { ended: ended !== undefined, fault: ended?.fault };
}

export function judgeEndurance(trials: readonly Trial[]): void {
  for (const { what, expected, shown, last, ended, fault } of trials) {
    if (shown) continue;
    if (fault) throw fault;
    const said = ended ? 'watchLag had ended before its reports showed it' : 'the reports do not show it';
    fail(`${what}, and ${said}.`, {
      expected,
      actual: last === undefined ? 'no report' : typeof last === 'object' ? last : `last: ${String(last)}`,
    });
  }
}
