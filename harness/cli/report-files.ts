import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ReportFormat, reportFormats } from '../config/config.ts';
import { LabError } from '../core/errors.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { type ClassroomSubmission, classroomResult } from '../reports/classroom50.ts';
import { ctrfReport } from '../reports/ctrf.ts';
import { gradescopeResults } from '../reports/gradescope.ts';
import { renderJunit } from '../reports/junit.ts';
import type { Invocation } from './command.ts';

/** Where the command runs. */
type Surroundings = Pick<Invocation, 'cwd' | 'env'>;

/** A file that is to hold the results in another format. */
interface ReportFile {
  path: string;
  /** Makes its folder too. A format that has no words for what the reports say leaves no file, also none from before. */
  write(reports: readonly GradeReport[]): void;
}

/** Throws ARGUMENT for a path that is a folder, and for Classroom 50 where its variables are not set. */
export function openReportFiles(
  files: Readonly<Partial<Record<ReportFormat, string>>>,
  surroundings: Surroundings,
): ReportFile[] {
  return reportFormats.flatMap((format) => {
    const path = files[format];
    if (path === undefined) return [];
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new LabError('ARGUMENT', `--${format} is a file to write; got a folder`, { where: path });
    const render = renderers[format](surroundings);
    return [{ path, write: (reports) => writeWhole(path, render(reports)) }];
  });
}

type Render = (reports: readonly GradeReport[]) => string | undefined;

/** What a format needs from the environment is looked at before anything is graded. */
const renderers: Record<ReportFormat, (surroundings: Surroundings) => Render> = {
  junit: () => renderJunit,
  ctrf: () => ofOne(ctrfReport),
  gradescope: () => ofOne(gradescopeResults),
  classroom50: (surroundings) => {
    const submission = handedIn(surroundings);
    return ofOne((report) => classroomResult(report, submission));
  },
};

function ofOne(render: (report: GradeReport) => object | undefined): Render {
  return ([report]) => {
    const document = report && render(report);
    return document && `${JSON.stringify(document, null, 2)}\n`;
  };
}

/** The variables in which Classroom 50 says what it is about. */
function handedIn({ cwd, env }: Surroundings): ClassroomSubmission {
  const value = (name: string) => {
    const given = env[name];
    if (given) return given;
    throw new LabError('ARGUMENT', `--classroom50 is for Classroom 50, which sets ${name}; it is not set`, {
      next: 'leave it out, or set the variable',
    });
  };
  return {
    classroom: value('CLASSROOM'),
    assignment: value('ASSIGNMENT'),
    submission: value('SUBMISSION_TAG'),
    commit: value('COMMIT_URL'),
    release: value('RELEASE_URL'),
    review: value('REVIEW_URL'),
    datetime: committerDate(cwd),
  };
}

/** Of the commit that was handed in: the same at a regrade. */
function committerDate(cwd: string): string {
  try {
    const said = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd, encoding: 'utf8', stdio: 'pipe' });
    return new Date(Number(said) * 1000).toISOString();
  } catch (cause) {
    throw new LabError('ARGUMENT', '--classroom50 needs the date of the commit, and git does not tell it', {
      where: cwd,
      next: 'run it in the repository that was handed in',
      cause,
    });
  }
}

function writeWhole(path: string, text: string | undefined): void {
  mkdirSync(dirname(path), { recursive: true });
  if (text === undefined) rmSync(path, { force: true });
  else writeFileSync(path, text);
}
