import { pointsOf } from '../../grading/build-report.ts';
import type {
  CheckOutcome,
  CheckReport,
  CheckTiming,
  Failure,
  GradeReport,
  Verdict,
} from '../../grading/grade-report.ts';

/** Made-up results, as they come from a run: what a renderer's golden files are made from. */
const timing: CheckTiming = { total: 1234, cluster: 200, student: 900 };
const noTime: CheckTiming = { total: 0, cluster: 0, student: 0 };

export function passed(): CheckOutcome {
  return { verdict: 'passed', timing };
}

export function failed(failure: Partial<Failure>, cause: CheckOutcome['cause'] = 'wrong'): CheckOutcome {
  return { verdict: 'failed', cause, failure: { rationale: 'It is wrong.', evidence: [], ...failure }, timing };
}

export function skipped(reason: string, cause: 'prerequisite' | 'capability'): CheckOutcome {
  return { verdict: 'skipped', cause, reason, timing: noTime };
}

export function awaiting(reason: string): CheckOutcome {
  return { verdict: 'awaiting', reason, timing: { ...noTime, total: 12 } };
}

export function reviewed(points: number, comment: string): CheckOutcome {
  const review = { at: '2026-01-02T03:04:05.678Z', points, criteria: { clarity: points }, comment, essay: 'ab12' };
  return { verdict: 'reviewed', review, timing: { ...noTime, total: 12 } };
}

export function errored(message: string, because: string[] = [], code = 'GRADER'): CheckOutcome {
  const next = code === 'GRADER' ? 'run it again; if it happens again, report it with the evidence folder' : undefined;
  return { verdict: 'errored', cause: 'infrastructure', trouble: { code, message, because, next }, timing: noTime };
}

const checks: Pick<CheckReport, 'id' | 'title' | 'points' | 'hint' | 'lecture'>[] = [
  {
    id: 'acknowledged',
    title: 'The client was told that its row is safe, and the dead leader has the row on its disk',
    points: 40,
    hint: 'Write the row on the leader with your own `write`, and return what it told you.',
    lecture: '05-failover#the-write-that-was-acknowledged-and-lost',
  },
  {
    id: 'new-leader',
    title: 'The follower was promoted: it takes writes, on a new timeline, and has every earlier row',
    points: 40,
    hint: 'Promote the follower with `SELECT pg_promote()` over its own url, or with `pg_ctl promote` on the node.',
    lecture: undefined,
  },
  {
    id: 'leader-died-first',
    title: 'The leader was dead before the promotion was asked for',
    points: 20,
    hint: 'Await the end of the leader before you promote.',
    lecture: '05-failover#first-the-old-leader-must-be-gone',
  },
];

/** A report of three checks with these outcomes. */
export function reportOf(verdict: Verdict, outcomes: CheckOutcome[], more: Partial<GradeReport> = {}): GradeReport {
  const results = outcomes.map((outcome, at): CheckReport => {
    const check = checks[at];
    if (!check) throw new Error(`there are ${checks.length} checks`);
    const earned = outcome.verdict === 'passed' ? check.points : (outcome.review?.points ?? 0);
    return { ...check, earned, outcome };
  });
  return {
    version: 1,
    exercise: { slug: 'ex4-data-loss', title: 'Losing an acknowledged write' },
    submission: {
      path: 'exercises/ex4-data-loss',
      hash: 'ab12',
      ignored: [{ path: 'README.md', reason: 'not asked for' }],
    },
    run: {
      startedAt: '2026-01-02T03:04:05.678Z',
      seed: 'c4d01d8f',
      engine: { name: 'embedded', postgres: '18.4', because: 'the programs that npm brought' },
      isolation: { level: 'partial', detail: 'own process' },
      node: 'v26.10.0',
      platform: 'linux-x64',
      evidence: '.runs/ex4-data-loss/2026-01-02T03-04-05.678-c4d01d8f',
      interrupted: false,
    },
    verdict,
    points: { ...pointsOf(results), possible: 100 - (pointsOf(results).awaiting ?? 0) },
    checks: results,
    findings: [],
    errors: [],
    timing: { total: 4321, runner: 900, busy: 3421, clusters: 600, student: 2000, checks: 821 },
    ...more,
  };
}
