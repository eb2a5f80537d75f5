import { relative } from 'node:path';
import type { CheckReport, GradeReport, Trouble } from '../../grading/grade-report.ts';
import type { CheckResult, GradingResult, ShortTrouble } from './batch-lines.ts';

/** What of a report stands in the journal: a grade, or our fault. `folder`: of the results. */
export function outcomeOf(report: GradeReport, folder: string): { result: GradingResult } | { trouble: ShortTrouble } {
  const { verdict } = report;
  if (verdict === 'errored' || verdict === 'inconclusive') return { trouble: shortTrouble(firstTrouble(report)) };
  return {
    result: {
      verdict,
      points: report.points,
      checks: report.checks.map(resultOf),
      findings: report.findings.length,
      submission: report.submission.hash,
      seed: report.run.seed,
      evidence: relative(folder, report.run.evidence),
      ms: Math.round(report.timing.total),
    },
  };
}

/** Characters of a failure's sentence: enough to see which ones are the same. */
const longest = 300;

function resultOf({ earned, id, outcome, points }: CheckReport): CheckResult {
  const { cause, failure, verdict } = outcome;
  const says = failure?.rationale.slice(0, longest).toWellFormed();
  return { id, verdict, cause, points, earned, ...(says && { says }) };
}

/** Without what only a developer reads. */
export function shortTrouble({ code, message, next }: Trouble): ShortTrouble {
  return { code, message, next };
}

function firstTrouble({ checks, errors }: GradeReport): Trouble {
  const ofCheck = checks.find(({ outcome }) => outcome.trouble !== undefined);
  const found = errors[0] ?? ofCheck?.outcome.trouble;
  return found ?? { code: 'GRADER', message: 'the grading came to no conclusion, and nothing says why', because: [] };
}
