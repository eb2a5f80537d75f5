import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import { leftOver } from '../../broker/left-over.ts';
import type { Targets } from '../../enclosure/canaries.ts';
import type { Capability } from '../../sdk/exercise.ts';
import { type Claim, type ClaimResult, type Fact, judgeClaim } from '../claims.ts';
import type { Where } from '../commands.ts';
import type { Series } from '../stopwatch.ts';
import { type BatchHome, type BatchRun, batchHome, gradeFolder } from './batch-home.ts';
import { type ByHand, gradeByHand } from './by-hand.ts';
import { courseMaterial } from './class/course.ts';
import { deviations } from './class/deviations.ts';
import { makeClass } from './class/make-class.ts';
import type { Submission } from './class/submission.ts';
import { writeClass } from './class/write-class.ts';
import { Flatness, looked } from './flatness.ts';
import { gradeOneByOne } from './one-by-one.ts';

export interface BatchBenchOptions {
  where: Where;
  broker: Broker;
  /** A folder that does not exist: the class and its results are kept there. */
  folder: string;
  supports: ReadonlySet<Capability>;
  /** What hostile submissions reach for, and what of it was touched. */
  canaries: { targets: Targets; touched(): readonly string[] };
  hand: ByHand;
  seed: string;
  submissions: number;
  /** Submissions that are graded by a command each too, and that are graded by hand. */
  sample: { alone: number; byHand: number };
  /** For `batch`; undefined: its default. */
  jobs: number | undefined;
  /** Default: all. */
  exercises: readonly string[] | undefined;
  say(line: string): void;
  signal: AbortSignal;
}

export interface BatchBenchResult {
  series: Series[];
  claims: ClaimResult[];
  facts: Fact[];
}

const alone = 'a submission, by a command each';
const together = 'a submission in a batch';

/** How much more there may be of something in the last third of a batch than in the middle one. */
const flat = 1.1;

/**
 * Grades a made-up class with the command that an instructor types, and looks whether each verdict is as known, what the
 * batch holds, and what it leaves. Before, it grades a sample of what can be graded as a batch, by a command each, as a batch again,
 * and by hand, so that whatever else the machine does falls on all of them.
 */
export async function benchBatch(options: BatchBenchOptions): Promise<BatchBenchResult> {
  const { broker, canaries, folder, say, seed, signal, supports, where } = options;
  const home = await batchHome(broker, where);
  const material = await courseMaterial(where.cwd, options.exercises, supports);
  const submissions = await makeClass({ seed, size: options.submissions, material, targets: canaries.targets });
  const gradable = submissions.filter(({ expected }) => expected.how !== 'invalid' && expected.how !== 'left-out');
  const sample = gradable.slice(0, options.sample.alone); // they are in random order
  const jobs = options.jobs === undefined ? [] : ['--jobs', String(options.jobs)];
  const grade = async (name: string, some: readonly Submission[], ...args: string[]): Promise<BatchRun> => {
    signal.throwIfAborted();
    await writeClass(some, join(folder, name));
    const run = await gradeFolder(home, join(folder, name), join(folder, `${name}.graded`), args);
    say(`${name}: ${some.length} submissions in ${run.seconds.toFixed(0)} s`);
    return run;
  };
  const pace = (run: BatchRun, some: readonly Submission[]) => run.seconds / some.length;

  const before = await grade('sample, before', sample, ...jobs);
  const one = await gradeOneByOne(home, join(folder, 'one by one'), sample, signal);
  say(`by a command each: ${one.size} submissions in ${sum([...one.values()]).toFixed(0)} s`);
  const after = await grade('sample, after', sample, ...jobs);
  const byHand = await runByHand(options, home, sample);
  using flatness = new Flatness(home.ground, join(folder, 'class.graded'));
  const whole = await grade('class', submissions, ...jobs);
  flatness[Symbol.dispose]();

  const series: Series[] = [
    { name: together, values: [pace(before, sample), pace(after, sample)], unit: 's' },
    { name: alone, values: [sum([...one.values()]) / one.size], unit: 's' },
    { name: 'a submission of the whole class', values: [pace(whole, submissions)], unit: 's' },
    { name: `a grading by hand (${options.hand.means})`, values: byHand.map(({ seconds }) => seconds), unit: 's' },
    {
      name: 'the same gradings, by a command each',
      values: byHand.map(({ student }) => one.get(student) ?? Number.NaN),
      unit: 's',
    },
    ...flatness.thirds(),
  ];
  const claims = [faster, ...flatnessClaims()].map((claim) => judgeClaim(claim, series));
  const all: [BatchRun, readonly Submission[]][] = [
    [before, sample],
    [after, sample],
    [whole, submissions],
  ];
  const wrong = all.flatMap(([{ gradebook }, some]) => deviations(gradebook, some));
  const count = all.reduce((sum, [, some]) => sum + some.length, 0);
  const left = Object.entries(leftOver(home.ground)).filter(([, of]) => of.length > 0);
  const unseen = flatness.unseen();
  const facts: Fact[] = [
    { what: `${count} verdicts are as known`, holds: wrong.length === 0, found: wrong },
    { what: 'the batch could be looked at', holds: unseen.length === 0, found: unseen },
    { what: 'nothing is left', holds: left.length === 0, found: left.map(([what, of]) => `${what}: ${of.join(', ')}`) },
    { what: 'no attack touched anything', holds: canaries.touched().length === 0, found: [...canaries.touched()] },
  ];
  return { series, claims, facts };
}

const faster: Claim = { what: 'a loop over npm run grade takes', of: alone, against: together, atLeast: 3 };

function flatnessClaims(): Claim[] {
  return looked.map((name) => ({
    what: `${name}, in the last third of the batch`,
    ...{ of: `${name}, last third`, against: `${name}, middle third`, atMost: flat },
  }));
}

/** Of nobody who means harm: by hand nothing is isolated. */
async function runByHand(
  { folder, hand, sample, say, signal }: BatchBenchOptions,
  { where }: BatchHome,
  of: readonly Submission[],
) {
  const graded: { student: string; seconds: number }[] = [];
  const harmless = of.filter(({ kind }) => kind !== 'hostile');
  for (const [at, submission] of harmless.slice(0, sample.byHand).entries()) {
    signal.throwIfAborted();
    const { exercise, student } = submission;
    const name = `by hand ${at}`;
    await writeClass([{ ...submission, packing: 'folder', name }], folder);
    const seconds = await gradeByHand(hand, at, exercise.slug, join(folder, name, exercise.slug), where);
    graded.push({ student, seconds });
    say(`by hand: ${submission.what} in ${seconds.toFixed(0)} s`);
  }
  return graded;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
