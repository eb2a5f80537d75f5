import { relative } from 'node:path';
import type { GradeReport, Trouble } from '../../grading/grade-report.ts';
import type { GradingResult, ShortTrouble } from './batch-lines.ts';

/** What of a report stands in the journal: a grade, or our fault. `folder`: of the results. */
export function outcomeOf(report: GradeReport, folder: string): { result: GradingResult } | { trouble: ShortTrouble } {
  const { verdict } = report;
  if (verdict === 'errored' || verdict === 'inconclusive') return { trouble: shortTrouble(firstTrouble(report)) };
  return {
    result: {
      verdict,
      points: report.points,
      checks: report.checks.map(({ earned, id, outcome, points }) => {
        return { id, verdict: outcome.verdict, cause: outcome.cause, points, earned };
      }),
      findings: report.findings.length,
      submission: report.submission.hash,
      seed: report.run.seed,
      evidence: relative(folder, report.run.evidence),
      ms: Math.round(report.timing.total),
    },
  };
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
