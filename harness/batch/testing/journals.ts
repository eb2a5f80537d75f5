import type { Points } from '../../grading/grade-report.ts';
import type {
  BatchLine,
  CheckResult,
  GradeFacts,
  GradingName,
  GradingResult,
  Untimed,
} from '../journal/batch-lines.ts';

const facts: GradeFacts = {
  submission: 'files of ann',
  grader: 'grader 1',
  harness: 'harness 1',
  engine: 'embedded',
  postgres: '18.4',
  secret: 'secret 1',
};

/** One session that came to its end: these answers, and what else was written down. */
export function session(day: number, answers: readonly Answer[], ...more: Untimed<BatchLine>[]): BatchLine[] {
  const lines: Untimed<BatchLine>[] = [
    { kind: 'batch', version: 1, owner: { pid: 1, start: '' } },
    ...more,
    ...answers.map((answer): Untimed<BatchLine> => {
      return {
        kind: 'asked',
        ...nameOf(answer),
        facts: factsOf(answer),
        ...(answer.commit && { commit: answer.commit }),
      };
    }),
    ...answers.flatMap(linesOf),
    { kind: 'ended', how: 'done' },
  ];
  return lines.map((line, at) => ({ ...line, at: `2026-01-0${day}T00:00:${String(at % 60).padStart(2, '0')}.000Z` }));
}

/** One answer as a journal knows it. Without `checks` it is not graded in this session. */
export interface Answer {
  student: string;
  exercise?: string;
  facts?: Partial<GradeFacts>;
  commit?: string;
  checks?: CheckResult[];
  /** A fault of ours in place of a result. */
  trouble?: string;
  /** Of its evidence; another one for another grading. Default: 1. */
  run?: number;
  again?: true;
}

/** `passed`, or `failed` with what it says. */
export function check(id: string, points: number, ...says: [] | [string]): CheckResult {
  const [text] = says;
  if (text === undefined) return { id, verdict: 'passed', points, earned: points };
  return { id, verdict: 'failed', cause: 'wrong', points, earned: 0, says: text };
}

export function skipped(id: string, points: number): CheckResult {
  return { id, verdict: 'skipped', cause: 'prerequisite', points, earned: 0 };
}

export function awaiting(id: string, points: number): CheckResult {
  return { id, verdict: 'awaiting', points, earned: 0 };
}

function nameOf(answer: Answer): GradingName {
  return { student: answer.student, exercise: exerciseOf(answer), key: JSON.stringify(factsOf(answer)) };
}

function exerciseOf({ exercise = 'ex4-data-loss' }: Answer): string {
  return exercise;
}

function factsOf(answer: Answer): GradeFacts {
  return { ...facts, submission: `files of ${answer.student}`, ...answer.facts };
}

function linesOf(answer: Answer): Untimed<BatchLine>[] {
  const name = nameOf(answer);
  const before: Untimed<BatchLine>[] = answer.again ? [{ kind: 'again', ...name }] : [];
  const { checks, trouble } = answer;
  if (trouble !== undefined) {
    const error = { kind: 'errored' as const, ...name, trouble: { code: 'GRADER', message: trouble } };
    return [...before, error, error];
  }
  return checks ? [...before, { kind: 'finished', ...name, result: resultOf(answer, checks) }] : before;
}

function resultOf(answer: Answer, checks: CheckResult[]): GradingResult {
  const marked = checks.filter(({ verdict }) => verdict === 'awaiting');
  const sum = (all: CheckResult[], of: 'earned' | 'points') => all.reduce((total, one) => total + one[of], 0);
  const points: Points = { earned: sum(checks, 'earned'), possible: sum(checks, 'points') - sum(marked, 'points') };
  if (marked.length > 0) points.awaiting = sum(marked, 'points');
  return {
    verdict: checks.some(({ verdict }) => verdict === 'failed') ? 'failed' : 'passed',
    points,
    checks,
    findings: checks.some(({ cause }) => cause === 'invalid-submission') ? 1 : 0,
    submission: factsOf(answer).submission,
    seed: 'ab12',
    evidence: `${answer.student}/${exerciseOf(answer)}/${answer.run ?? 1}`,
    ms: 1234,
  };
}
