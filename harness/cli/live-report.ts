import { readableLecture } from '../course/course.ts';
import type { CheckOutcome, CheckReport, GradeReport } from '../grading/grade-report.ts';
import { renderCheck, renderFindings, renderFooter } from '../reports/terminal.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Invocation } from './command.ts';

/** Wider lines are harder to read, also where the terminal has room. */
const widest = 110;

/**
 * Prints each check as soon as it is settled, in the report's own words, and, while a terminal looks, a line that says
 * what is being done.
 */
export class LiveReport {
  readonly #invocation: Invocation;
  readonly #exercise: Exercise;
  readonly #options: { color: boolean; width: number };
  readonly #printed: CheckReport[] = [];

  constructor(invocation: Invocation, exercise: Exercise, color: boolean) {
    this.#invocation = invocation;
    this.#exercise = exercise;
    this.#options = { color, width: Math.min(invocation.stdout.columns ?? 100, widest) };
  }

  begin(label: string, seed: string, postgres: string): void {
    const { slug, title } = this.#exercise;
    this.#write([`${slug}: ${title}`, `grading ${label} (seed ${seed}, PostgreSQL ${postgres})`, '']);
    this.status('preparing');
  }

  /** Shown until the next thing is printed; nothing in a pipe. */
  status(text: string): void {
    if (this.#invocation.stdout.isTTY) this.#invocation.stdout.write(`\r\x1b[2K  … ${text}`);
  }

  settled(id: string, outcome: CheckOutcome): void {
    const check = this.#exercise.checks.find((candidate) => candidate.id === id);
    if (!check) return;
    const earned = outcome.verdict === 'passed' ? check.points : 0;
    const lecture = readableLecture(this.#invocation.root, check.lecture);
    this.#print({ ...check, earned, outcome, lecture });
  }

  /** What has not been printed yet, the sum, and where the run's page is. */
  end(report: GradeReport, timeline?: string): void {
    if (report.findings.length > 0) this.#write(renderFindings(report, this.#options));
    else for (const check of report.checks) this.#print(check);
    this.#write(renderFooter(report, { ...this.#options, timeline }));
  }

  #print(check: CheckReport): void {
    if (this.#printed.some(({ id }) => id === check.id)) return;
    this.#write(renderCheck(check, { ...this.#options, before: this.#printed }));
    this.#printed.push(check);
  }

  #write(lines: string[]): void {
    const { stdout } = this.#invocation;
    if (stdout.isTTY) stdout.write('\r\x1b[2K');
    stdout.write(`${lines.join('\n')}\n`);
  }
}
