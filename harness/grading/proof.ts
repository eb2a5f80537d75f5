import { cpSync, existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sideBySide } from '../core/side-by-side.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { ProofSubject } from '../course/proof-subjects.ts';
import type { Capability, Exercise } from '../sdk/exercise.ts';
import type { GradeReport } from './grade-report.ts';
import { type GradingCommon, gradeSubmission } from './grade-submission.ts';
import type { ProofRecord } from './proof-record.ts';
import { newSeed } from './random.ts';

/** What became of one subject in one round. */
export interface ProofResult {
  subject: ProofSubject;
  /** 1 for the first round. */
  round: number;
  seed: string;
  /** Ids of the checks that failed. */
  failed: string[];
  /** Why this is not what must come out; undefined when it is. */
  problem: string | undefined;
  /** Whether there is a verdict: false for what was interrupted, and where the machine was too busy to judge. */
  judged: boolean;
  /** Set when the installation lacks something: then nothing was run. */
  skipped: string | undefined;
  /** Undefined for one that is on record. */
  ms?: number;
  /** Kept when there is a problem. */
  evidence: string | undefined;
}

export interface ProofRequest {
  common: GradingCommon;
  supports: ReadonlySet<Capability>;
  exercise: Exercise;
  paths: ExercisePaths;
  subjects: readonly ProofSubject[];
  rounds: number;
  /** What earlier proofs found counts, and is added to. */
  record?: ProofRecord;
  /** How many are graded at the same time. */
  jobs: number;
  done: (result: ProofResult) => void;
}

/** Grades every subject, in every round with a new seed. Stops early when the signal fires. */
export async function prove(request: ProofRequest): Promise<ProofResult[]> {
  const { subjects, rounds, jobs, common, record } = request;
  const results = subjects.flatMap((subject) => knownResults(subject, rounds, record));
  const known = (subject: ProofSubject) => results.filter((result) => result.subject === subject).length;
  const queue = Array.from({ length: rounds }, (_, at) =>
    subjects.filter((subject) => at >= known(subject)).map((subject) => ({ subject, round: at + 1 })),
  ).flat();
  await sideBySide(queue, jobs, common.signal, async ({ subject, round }) => {
    const result = await proveOne(request, subject, round);
    results.push(result);
    record?.add(result);
    request.done(result);
  });
  const folder = proofFolder(request);
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder); // nothing to look into
  return results;
}

/** What the record has of a subject, at most as many rounds as are asked for. */
function knownResults(subject: ProofSubject, rounds: number, record: ProofRecord | undefined): ProofResult[] {
  const known = record?.known(subject).slice(0, rounds) ?? [];
  return known.map((result, at) => {
    return { ...result, subject, round: at + 1, judged: true, skipped: undefined, evidence: undefined };
  });
}

/** Evidence of what was not as it must be; its own for each proof, for two may run at once. */
function proofFolder({ common }: ProofRequest): string {
  return join(common.runs, 'proof', common.broker.runId);
}

async function proveOne(request: ProofRequest, subject: ProofSubject, round: number): Promise<ProofResult> {
  const { common, exercise, paths, supports } = request;
  const seed = newSeed();
  const missing = subject.needs.filter((need) => !supports.has(need));
  const base = { subject, round, seed };
  if (missing.length > 0) {
    return {
      ...base,
      failed: [],
      problem: undefined,
      judged: false,
      skipped: `needs ${missing.join(', ')}`,
      ms: 0,
      evidence: undefined,
    };
  }
  const name = `proof/${subject.kind}-${subject.name}-${round}`;
  const folder = await common.broker.makeDirectory(name);
  for (const layer of subject.layers) cpSync(layer, join(folder, 'files'), { recursive: true });
  const runs = join(proofFolder(request), `${subject.kind}-${subject.name}-${round}`);
  const label = `${subject.kind} ${subject.name}`;
  const report = await gradeSubmission({
    ...common,
    exercise,
    paths,
    submission: join(folder, 'files'),
    label,
    seed,
    runs,
  });
  const failed = failedChecks(report);
  const problem = problemOf(report, subject, failed);
  if (problem === undefined) rmSync(runs, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  return {
    ...base,
    failed,
    problem,
    judged: isJudged(report, subject, failed),
    skipped: undefined,
    ms: report.timing.total,
    evidence: problem && report.run.evidence,
  };
}

function failedChecks(report: GradeReport): string[] {
  return report.checks.filter(({ outcome }) => outcome.verdict === 'failed').map(({ id }) => id);
}

/** A check that failed and must not have is a verdict, whatever became of the others. */
function isJudged({ checks, errors, run }: GradeReport, subject: ProofSubject, failed: readonly string[]): boolean {
  if (run.interrupted) return false;
  const troubles = [...errors, ...checks.flatMap(({ outcome }) => outcome.trouble ?? [])];
  return unexpectedOf(subject, failed).length > 0 || !troubles.some(({ code }) => code === 'BUSY');
}

/** The failed checks that may not fail. Of a starter any may. */
function unexpectedOf({ fails, mayFail = [] }: ProofSubject, failed: readonly string[]): string[] {
  return fails ? failed.filter((id) => !fails.includes(id) && !mayFail.includes(id)) : [];
}

/** What is wrong with the outcome, as a sentence for the author of the grader. */
function problemOf(report: GradeReport, subject: ProofSubject, failed: readonly string[]): string | undefined {
  if (report.run.interrupted) return 'interrupted';
  const errored = report.checks.find(
    ({ outcome }) => outcome.verdict === 'errored' || outcome.verdict === 'inconclusive',
  );
  const trouble = report.errors[0] ?? errored?.outcome.trouble;
  if (trouble) return `${errored?.id ?? 'the run'} errored: ${trouble.message}`;
  const finding = report.findings[0];
  if (finding) return `it does not load: ${finding.path}: ${finding.message}`;
  if (subject.fails === undefined) return starterProblem(report, failed);
  const unexpected = unexpectedOf(subject, failed);
  const survived = subject.fails.filter((id) => !failed.includes(id));
  if (unexpected.length > 0) {
    const rationale = report.checks.find(({ id }) => id === unexpected[0])?.outcome.failure?.rationale;
    return `${unexpected.join(', ')} failed and should not have (${rationale})`;
  }
  return survived.length > 0 ? `not caught by ${survived.join(', ')}` : undefined;
}

/** As shipped it must fail, and by what the checks assert: a starter that crashes teaches nothing. */
function starterProblem(report: GradeReport, failed: readonly string[]): string | undefined {
  if (failed.length === 0) return 'the starter fails no check';
  const crash = report.checks.find(({ outcome }) => outcome.verdict === 'failed' && outcome.cause !== 'wrong');
  if (crash) return `the starter fails ${crash.id} by ${crash.outcome.cause}`;
  const thrown = report.checks.find(
    ({ outcome }) => outcome.failure !== undefined && outcome.failure.expected === undefined,
  );
  return thrown && `the starter fails ${thrown.id} without a word of what was expected`;
}
