import type { ProofSubject } from '../course/proof-subjects.ts';
import type { CheckOutcome, GradeReport, Trouble } from './grade-report.ts';

/** What a proof looks at in a report. */
export interface Graded {
  checks: readonly { id: string; outcome: Omit<CheckOutcome, 'timing'> }[];
  errors: readonly Trouble[];
  findings: GradeReport['findings'];
  run: Pick<GradeReport['run'], 'interrupted'>;
}

/** Whether what came of a subject is what must come of it. */
export interface ProofJudgement {
  /** Ids of the checks that failed. */
  failed: string[];
  /** Why this is not what must come out; undefined when it is. */
  problem: string | undefined;
  /** Whether there is a verdict: false for what was interrupted, and where the machine was too busy to judge. */
  judged: boolean;
}

export function judgeProof(report: Graded, subject: ProofSubject): ProofJudgement {
  const failed = report.checks.filter(({ outcome }) => outcome.verdict === 'failed').map(({ id }) => id);
  return { failed, problem: problemOf(report, subject, failed), judged: isJudged(report, subject, failed) };
}

/** A check that failed and must not have is a verdict, whatever became of the others. */
function isJudged({ checks, errors, run }: Graded, subject: ProofSubject, failed: readonly string[]): boolean {
  if (run.interrupted) return false;
  const troubles = [...errors, ...checks.flatMap(({ outcome }) => outcome.trouble ?? [])];
  return unexpectedOf(subject, failed).length > 0 || !troubles.some(({ code }) => code === 'BUSY');
}

/** The failed checks that may not fail. Of a starter any may. */
function unexpectedOf({ fails, mayFail = [] }: ProofSubject, failed: readonly string[]): string[] {
  return fails ? failed.filter((id) => !fails.includes(id) && !mayFail.includes(id)) : [];
}

/** What is wrong with the outcome, as a sentence for the author of the grader. */
function problemOf(report: Graded, subject: ProofSubject, failed: readonly string[]): string | undefined {
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
function starterProblem(report: Graded, failed: readonly string[]): string | undefined {
  if (failed.length === 0) return 'the starter fails no check';
  const crash = report.checks.find(({ outcome }) => outcome.verdict === 'failed' && outcome.cause !== 'wrong');
  if (crash) return `the starter fails ${crash.id} by ${crash.outcome.cause}`;
  const thrown = report.checks.find(
    ({ outcome }) => outcome.failure !== undefined && outcome.failure.expected === undefined,
  );
  return thrown && `the starter fails ${thrown.id} without a word of what was expected`;
}
