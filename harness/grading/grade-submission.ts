import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OwningBroker } from '../broker/open-broker.ts';
import type { Users } from '../broker/users.ts';
import { LabError } from '../core/errors.ts';
import type { ChosenChecks } from '../course/choose-checks.ts';
import { type ExercisePaths, readableLecture } from '../course/course.ts';
import { type Confinement, launcherFor } from '../sandbox/launcher-for.ts';
import { copyStudentPackages } from '../sandbox/packages.ts';
import { precheck } from '../sandbox/precheck.ts';
import { stageSubmission } from '../sandbox/staging.ts';
import type { Check, Exercise } from '../sdk/exercise.ts';
import { buildReport } from './build-report.ts';
import { BusyTime } from './busy-time.ts';
import type { CheckListener } from './check-watch.ts';
import { troubleOf } from './failure.ts';
import type { CheckOutcome, GradeReport, Trouble } from './grade-report.ts';
import { type GraderWorker, openWorker } from './grader-worker.ts';
import { keep } from './keep.ts';
import { pointToLatest } from './point-to-latest.ts';
import { type GraderRun, runGrader } from './run-grader.ts';
import { workerFor } from './worker-for.ts';
import type { EngineChoice } from './worker-input.ts';
import { writeReport } from './write-report.ts';
import { reviewsIn } from './written/reviews.ts';
import type { WrittenWork } from './written/settle-written.ts';

export interface GradeRequest {
  /** The repository. */
  root: string;
  exercise: Exercise;
  paths: ExercisePaths;
  /** The folder to grade. */
  submission: string;
  /** How it is called in the report. */
  label: string;
  seed: string;
  /** Only some checks, with what they require. */
  only?: ChosenChecks;
  broker: OwningBroker;
  users: Users;
  nodePath: string;
  engine: EngineChoice & { name: string; postgres: string; because: string };
  /** With what the submission's programs are confined. Default: with nothing. */
  confinement?: Confinement;
  /** Where this process itself runs them, to see whether their modules can be loaded. Default: as it runs itself. */
  ground?: Parameters<typeof launcherFor>[1];
  /** What that comes to, for the report. */
  isolation: GradeReport['run']['isolation'];
  /** Where evidence folders are made; `latest` in it points to the newest. */
  runs: string;
  signal: AbortSignal;
  /** Checks that may run at once. Default 2, where there is more than one core. */
  width?: number;
  /** One that was opened with `workerFor` such a request, and is used when there is something to run. */
  worker?: Promise<GraderWorker>;
  /**
   * The name of its copy: where several gradings, one after another, give the same, they find what was compiled before.
   * Default: a name of its own.
   */
  stagedAs?: string;
  /** Called first, with the evidence folder. */
  onOpened?: (evidence: string) => void;
  onBegan?: (id: string) => void;
  onSettled?: (id: string, outcome: CheckOutcome) => void;
}

/** What gradings of one command have in common. */
export type GradingCommon = Pick<
  GradeRequest,
  'root' | 'broker' | 'users' | 'nodePath' | 'engine' | 'confinement' | 'ground' | 'isolation' | 'runs' | 'signal'
>;

/**
 * Grades one submission and writes its evidence folder. Never rejects for what a submission does; a fault of the
 * harness is in the report as an error, and costs no points. Throws NO_STORAGE when the evidence cannot be written.
 */
export async function gradeSubmission(request: GradeRequest): Promise<GradeReport> {
  const { broker, exercise, root, seed, signal } = request;
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const evidence = keep(request.runs, () => makeEvidenceFolder(request, startedAt));
  request.onOpened?.(evidence);
  await using ends = new AsyncDisposableStack();
  const wanted = exercise.checks.filter(({ id }) => !request.only?.left.includes(id));
  // It makes itself ready while the submission is staged and looked at. What was written needs none.
  const worker = wanted.some(({ written }) => !written)
    ? (request.worker ?? openWorker(workerFor(request)))
    : undefined;
  if (!request.worker) ends.defer(async () => await (await worker?.catch(() => undefined))?.[Symbol.asyncDispose]());
  const { stagedAs = randomBytes(3).toString('hex') } = request;
  const into = await broker.makeDirectory(`submissions/${stagedAs}`, { mode: 0o711 });
  ends.defer(() => rmSync(into, { recursive: true, force: true }));

  const packagesDirectory = join(broker.handle.stateDirectory, 'student-packages');
  await copyStudentPackages(join(root, 'node_modules'), packagesDirectory);
  const sdkDirectory = join(root, 'harness', 'sdk');
  const owner = request.users.student;
  const places = { source: request.submission, into, packagesDirectory, sdkDirectory };
  const staged = await stageSubmission({ ...places, exercise, owner });
  const { nodePath } = request;
  // The checks begin while the files are still looked at. What they come to counts for nothing when the files cannot be
  // loaded: they are stopped, and nobody is told of them.
  const loads = Promise.withResolvers<boolean>();
  const unloadable = new AbortController();
  const busy = new BusyTime();
  const checks = runChecks({ ...request, signal: AbortSignal.any([signal, unloadable.signal]) }, worker, {
    assignment: { staged, seed, evidence },
    listener: listenOnce(loads.promise, request, busy),
  });
  ends.defer(async () => {
    unloadable.abort(new LabError('INTERRUPTED', 'the grading is over'));
    await checks;
  });
  const findings = await precheck(staged, exercise, {
    broker,
    launcher: launcherFor(request.confinement, request.ground),
    nodePath,
    owner,
  });
  loads.resolve(findings.length === 0);
  if (findings.length > 0) unloadable.abort(new LabError('INTERRUPTED', 'the files cannot be loaded'));
  const settled = await checks;
  const lectureOf = (link: string) => readableLecture(root, link);
  const { outcomes: ran, errors } = findings.length === 0 ? settled : nothing;
  const written = wanted.filter((check) => check.written);
  const outcomes = await judgeWritten(written, {
    exercise,
    paths: request.paths,
    staged,
    places: { label: request.label, evidence, reviews: reviewsIn(root) },
    settled: ran,
    lectureOf,
    onSettled: request.onSettled,
  });
  const report = buildReport({
    exercise,
    submission: { path: request.label, hash: staged.hash, ignored: [...staged.ignored] },
    run: {
      startedAt,
      seed: request.seed,
      engine: { name: request.engine.name, postgres: request.engine.postgres, because: request.engine.because },
      isolation: request.isolation,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      evidence,
      interrupted: request.signal.aborted,
      only: request.only && { asked: request.only.asked, left: request.only.left },
    },
    outcomes,
    findings,
    errors,
    total: performance.now() - began,
    busy: findings.length === 0 ? busy.ms : 0,
    lectureOf,
  });
  keep(evidence, () => writeReport(evidence, report));
  return report;
}

interface Settled {
  outcomes: ReadonlyMap<string, CheckOutcome>;
  errors: Trouble[];
}

const nothing: Settled = { outcomes: new Map(), errors: [] };

/** The parser of YAML is loaded only where something is written. */
async function judgeWritten(
  checks: readonly Check[],
  work: Omit<WrittenWork, 'checks'>,
): Promise<WrittenWork['settled']> {
  if (checks.length === 0) return work.settled;
  const { settleWritten } = await import('./written/settle-written.ts');
  return await settleWritten({ ...work, checks });
}

/** Never rejects: what goes wrong here is ours. */
async function runChecks(
  request: GradeRequest,
  worker: Promise<GraderWorker> | undefined,
  work: Pick<GraderRun, 'assignment' | 'listener'>,
): Promise<Settled> {
  if (!worker) return nothing;
  try {
    const { exercise, signal } = request;
    const result = await runGrader({ ...work, exercise, worker: workerFor(request), first: await worker, signal });
    return { ...result, errors: result.errors.map((message) => ({ code: 'GRADER', message, because: [] })) };
  } catch (error) {
    return { outcomes: new Map(), errors: [troubleOf(error)] };
  }
}

/** Passes on what the checks come to, in order, once it is known that it counts. */
function listenOnce(counts: Promise<boolean>, request: GradeRequest, busy: BusyTime): CheckListener {
  const tell = (what: () => void) => void counts.then((yes) => (yes ? what() : undefined));
  return {
    began(id) {
      busy.began();
      tell(() => request.onBegan?.(id));
    },
    settled(id, outcome) {
      busy.settled();
      tell(() => request.onSettled?.(id, outcome));
    },
  };
}

/** `.runs/<exercise>/<time>-<seed>`, and `latest` beside it. */
function makeEvidenceFolder({ runs, exercise, seed }: GradeRequest, startedAt: string): string {
  const folder = join(runs, exercise.slug);
  const name = `${startedAt.replaceAll(':', '-').replace('Z', '')}-${seed}`;
  mkdirSync(join(folder, name), { recursive: true });
  pointToLatest(folder, name);
  return join(folder, name);
}
