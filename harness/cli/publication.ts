import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RunConfig } from '../config/config.ts';
import { messageOf } from '../core/errors.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { renderAnnotations } from '../reports/github.ts';
import { inert, resumeCommands, stopCommands } from '../reports/github-commands.ts';
import { renderStepSummary } from '../reports/github-summary.ts';
import { renderTimeline } from '../reports/timeline/page.ts';
import type { Invocation } from './command.ts';
import { openReportFiles } from './report-files.ts';

/** Where the reports of one command go besides the terminal: the evidence folder, files of other formats, GitHub. */
export interface Publication extends Disposable {
  /** Writes the run's page, and keeps the report for the others. Returns the page's path as the user would type it. */
  add(report: GradeReport, files: GradedFiles): string | undefined;
}

/** Absolute paths. */
export interface GradedFiles {
  submission: string;
  readme: string;
}

/**
 * Disposing writes the files of other formats and, in GitHub Actions, the step's summary and the annotations. Until then nothing
 * that is printed there can be a command, as students have a say in it. A report that cannot be written is a line on
 * stderr: it does not change the grade. Throws ARGUMENT for a file that cannot be one.
 */
export function openPublication(invocation: Invocation, config: RunConfig): Publication {
  const { env, root } = invocation;
  const reportFiles = openReportFiles(config.reportFiles, invocation);
  const published = new Map<string, { report: GradeReport; files: GradedFiles }>(); // graded again: the newest counts
  const github = env.GITHUB_ACTIONS === 'true';
  const guard = github && !config.json ? silenceCommands(invocation) : undefined;
  const attempt = (what: string, write: () => void) => {
    try {
      write();
    } catch (error) {
      invocation.stderr.write(inert(`lab: ${what} could not be written: ${messageOf(error)}\n`));
    }
  };

  const workspace = env.GITHUB_WORKSPACE ?? root;
  const inRepository = (path: string) => {
    const inside = relative(workspace, path);
    return inside.startsWith('..') ? undefined : inside;
  };
  return {
    add(report, files) {
      const evidence = relative(invocation.cwd, report.run.evidence);
      published.set(report.exercise.slug, { report: { ...report, run: { ...report.run, evidence } }, files });
      const page = timelineOf(report);
      attempt('the timeline', () => writeTimeline(report));
      return existsSync(page) ? relative(invocation.cwd, page) : undefined;
    },
    [Symbol.dispose]() {
      const reports = [...published.values()].map(({ report }) => report);
      for (const { write, path } of published.size > 0 ? reportFiles : []) attempt(path, () => write(reports));
      guard?.[Symbol.dispose]();
      if (!github) return;
      for (const { report, files } of published.values()) {
        const summary = env.GITHUB_STEP_SUMMARY;
        if (summary) attempt("the step's summary", () => appendFileSync(summary, renderStepSummary(report)));
        if (config.json) continue; // stdout is one document
        const paths = {
          submission: inRepository(files.submission),
          readme: inRepository(files.readme),
        };
        invocation.stdout.write(`${renderAnnotations(report, paths).join('\n')}\n`);
      }
    },
  };
}

/** Writes the run's page into its evidence folder. Throws what the disk says. */
export function writeTimeline(report: GradeReport): void {
  writeFileSync(timelineOf(report), renderTimeline(report, eventsOf(report)));
}

function timelineOf({ run }: GradeReport): string {
  return join(run.evidence, 'timeline.html');
}

function eventsOf({ run }: GradeReport): string {
  const file = join(run.evidence, 'events.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Until it is disposed of, or the process ends, the runner takes no line of the output for a command. */
function silenceCommands({ stdout, onExit }: Invocation): Disposable {
  const token = randomBytes(16).toString('hex');
  let silent = true;
  const resume = () => {
    if (silent) stdout.write(`${resumeCommands(token)}\n`);
    silent = false;
  };
  stdout.write(`${stopCommands(token)}\n`);
  onExit(resume);
  return { [Symbol.dispose]: resume };
}
