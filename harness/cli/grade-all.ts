import type { RunConfig } from '../config/config.ts';
import { describeError } from '../core/errors.ts';
import { type ExercisePaths, loadManifest, pathsOf } from '../course/course.ts';
import { exitCodeOf } from '../grading/build-report.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { renderJson } from '../reports/json.ts';
import { renderSummary, type SummaryRow } from '../reports/summary.ts';
import type { Invocation } from './command.ts';
import { gradeExercise, type PublishingSetup } from './grade-exercise.ts';
import { refusal } from './refusal.ts';

/**
 * Grades exercises, one after another, and sums them up. One that cannot be graded does not keep the others from
 * it. The exit code is the worst: refused before incomplete before failed.
 */
export async function gradeAll(
  invocation: Invocation,
  config: RunConfig,
  setup: PublishingSetup,
  slugs: readonly string[],
  submissionOf: (paths: ExercisePaths) => string,
): Promise<number> {
  const { root, signal, stdout } = invocation;
  const rows: SummaryRow[] = [];
  const reports: GradeReport[] = [];
  let worst = 0;
  for (const slug of slugs) {
    if (signal.aborted) break;
    const paths = pathsOf(root, slug);
    try {
      const job = { exercise: await loadManifest(paths), paths, submission: submissionOf(paths) };
      const report = await gradeExercise(invocation, config, setup, job);
      reports.push(report);
      rows.push({ slug, report });
      worst = Math.max(worst, exitCodeOf(report));
    } catch (error) {
      const { exitCode, lines } = refusal(error);
      invocation.stderr.write(`${slug}:\n${lines.join('\n')}\n`);
      rows.push({ slug, refused: describeError(error)[0] ?? '' });
      worst = Math.max(worst, exitCode);
    }
    if (!config.json) stdout.write('\n');
  }
  if (config.json) stdout.write(renderJson(reports));
  else stdout.write(`${renderSummary(rows, config.color).join('\n')}\n`);
  return worst;
}
