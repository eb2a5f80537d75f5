import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import { annotationLine } from './github-commands.ts';
import { scoreText } from './score.ts';
import { cut } from './text.ts';

/** Where things are, from the root of the repository, as GitHub names them; undefined: outside of it. */
export interface RepositoryPaths {
  /** The folder that was graded. */
  submission: string | undefined;
  /** The task. */
  readme: string | undefined;
}

/** GitHub shows ten annotations of one kind for a step: what is beyond is summed up in the last. */
const annotationLimit = 10;
const texts = { lines: 10, columns: 300 };

/**
 * Annotations: one for each failed check, at the student's line where it is known and at the task otherwise; one for
 * each thing that keeps the files from being loaded; warnings for what could not be graded; and the points.
 */
export function renderAnnotations(report: GradeReport, paths: RepositoryPaths): string[] {
  const failed = [...findingLines(report, paths), ...failureLines(report, paths)];
  const ours = [...report.errors, ...report.checks.flatMap(({ outcome }) => troubleOf(outcome))].map(
    ({ code, message }) => {
      const title = `${report.exercise.slug}: could not be graded, through no fault of yours`;
      return annotationLine({
        level: 'warning',
        title,
        message: `${cut(message, texts)} (${code})`,
        file: paths.readme,
      });
    },
  );
  const sum = annotationLine({
    level: 'notice',
    title: report.exercise.slug,
    message: `${scoreText(report.points)}, ${['passed', 'failed'].includes(report.verdict) ? report.verdict : 'incomplete'}`,
  });
  return [...capped(failed, report, 'error', paths), ...capped(ours, report, 'warning', paths), sum];
}

function capped(lines: string[], report: GradeReport, level: 'error' | 'warning', paths: RepositoryPaths): string[] {
  if (lines.length <= annotationLimit) return lines;
  const rest = lines.length - annotationLimit + 1;
  const message = `${rest} more: see the summary of this step, or its log`;
  const last = annotationLine({ level, title: report.exercise.slug, message, file: paths.readme });
  return [...lines.slice(0, annotationLimit - 1), last];
}

function findingLines({ exercise, findings }: GradeReport, paths: RepositoryPaths): string[] {
  return findings.map(({ path, line, message }) =>
    annotationLine({
      level: 'error',
      title: `${exercise.slug}: your files could not be loaded`,
      message: cut(`${path}: ${message}`, texts),
      ...placeOf({ path, line }, paths),
    }),
  );
}

function failureLines({ checks, exercise }: GradeReport, paths: RepositoryPaths): string[] {
  // What a file needs before it loads is said of the file.
  const failed = checks.filter(({ outcome }) => outcome.verdict === 'failed' && outcome.cause !== 'invalid-submission');
  return failed.map((check) => {
    const { failure } = check.outcome;
    const said = [
      failure?.rationale ?? 'It failed.',
      failure?.expected !== undefined && `expected: ${failure.expected}`,
      failure?.actual !== undefined && `seen: ${failure.actual}`,
      `try: ${failure?.hint ?? check.hint}`,
    ].filter((part) => part !== false);
    return annotationLine({
      level: 'error',
      title: `${exercise.slug}: ${check.id} ${check.earned}/${check.points}`,
      message: said.map((part) => cut(part, texts)).join('\n'),
      ...placeOf(firstPlace(check), paths),
    });
  });
}

function troubleOf({ verdict, trouble }: CheckReport['outcome']) {
  return trouble && (verdict === 'errored' || verdict === 'inconclusive') ? [trouble] : [];
}

interface Place {
  path: string;
  line?: number;
}

/** The first frame of a stack that lies in the student's files: `write (src/data-loss.ts:17:24)`. */
function firstPlace({ outcome }: CheckReport): Place | undefined {
  const stack = outcome.failure?.evidence.find(({ title }) => title === 'where it happened');
  for (const line of stack?.lines ?? []) {
    const [, path, number] = /^\s*(?:at )?(?:.* \()?(src\/[\w./-]{1,200}\.ts):(\d{1,6}):\d{1,6}\)?$/.exec(line) ?? [];
    if (path !== undefined) return { path, line: Number(number) };
  }
  return undefined;
}

/** A path that a student's text names leads nowhere but into the submission. */
function placeOf(
  place: Place | undefined,
  { submission, readme }: RepositoryPaths,
): { file: string | undefined; line?: number } {
  const inside = place !== undefined && !place.path.startsWith('/') && !place.path.split('/').includes('..');
  if (!inside || submission === undefined) return { file: readme };
  return { file: `${submission}/${place.path}`, line: place.line };
}
