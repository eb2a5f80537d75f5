import { cpSync, existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sideBySide } from '../core/side-by-side.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { ProofSubject } from '../course/proof-subjects.ts';
import type { Capability, Exercise } from '../sdk/exercise.ts';
import { type GradingCommon, gradeSubmission } from './grade-submission.ts';
import { judgeProof, type ProofJudgement } from './judge-proof.ts';
import type { ProofRecord } from './proof-record.ts';
import { newSeed } from './random.ts';

/** What became of one subject in one round. */
export interface ProofResult extends ProofJudgement {
  subject: ProofSubject;
  /** 1 for the first round. */
  round: number;
  seed: string;
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
  const { failed, judged, problem } = judgeProof(report, subject);
  if (problem === undefined) rmSync(runs, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  return {
    ...base,
    failed,
    problem,
    judged,
    skipped: undefined,
    ms: report.timing.total,
    evidence: problem && report.run.evidence,
  };
}
