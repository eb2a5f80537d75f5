import type { CheckReport, GradeReport } from '../../grading/grade-report.ts';

/** A text without the directories of this machine: each stands as `…`, and what follows it stays. */
export function hidingDirectories(directories: readonly string[]): (text: string) => string {
  // The longest first: one may lie in another.
  const known = [...new Set(directories)].filter((path) => path.length > 1).sort((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(`(?<![\\w.-])(?:${known.map(RegExp.escape).join('|')})(?!\\w)`, 'g');
  return (text) => text.replace(pattern, '…');
}

/** A report in whose checks and findings no directory of this machine is named, and without evidence. */
export function hideDirectories<T extends Pick<GradeReport, 'checks' | 'findings'>>(
  report: T,
  hide: (text: string) => string,
): T {
  const hidden = (text: string | undefined) => text && hide(text);
  const hiddenIn = ({ outcome, ...check }: CheckReport): CheckReport => {
    const { failure, reason, trouble } = outcome;
    return {
      ...check,
      outcome: {
        ...outcome,
        reason: hidden(reason),
        ...(trouble && { trouble: { code: trouble.code, message: hide(trouble.message), because: [] } }),
        ...(failure && {
          failure: {
            rationale: hide(failure.rationale),
            hint: hidden(failure.hint),
            expected: hidden(failure.expected),
            actual: hidden(failure.actual),
            evidence: [],
          },
        }),
      },
    };
  };
  return {
    ...report,
    checks: report.checks.map(hiddenIn),
    findings: report.findings.map((finding) => ({ ...finding, message: hide(finding.message) })),
  };
}
