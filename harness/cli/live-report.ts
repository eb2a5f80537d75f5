import { join } from 'node:path';
import { readableLecture } from '../course/course.ts';
import { checkReport } from '../grading/check-report.ts';
import type { CheckOutcome, CheckReport, GradeReport } from '../grading/grade-report.ts';

import { renderCheck, renderFindings, renderFooter, shownChecks } from '../reports/terminal.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Invocation } from './command.ts';
import { lineWidth } from './line-width.ts';
import { phaseOf } from './phase.ts';
import { ProgressLine } from './progress-line.ts';

/**
 * Prints each check as soon as it and all before it are settled, in the report's own words, and, while a terminal looks,
 * a line that says what is being done.
 */
export class LiveReport implements Disposable {
  readonly #invocation: Invocation;
  readonly #exercise: Exercise;
  readonly #options: { color: boolean; width: number };
  readonly #printed: CheckReport[] = [];
  readonly #progress: ProgressLine;
  /** Settled, and one before them is not. */
  readonly #waiting = new Map<string, CheckReport>();
  readonly #running = new Set<string>();
  /** The checks that are graded, in their order. */
  #ids: readonly string[];
  #evidence = '';

  constructor(invocation: Invocation, exercise: Exercise, color: boolean) {
    this.#invocation = invocation;
    this.#exercise = exercise;
    this.#options = { color, width: lineWidth(invocation.stdout) };
    this.#progress = new ProgressLine(invocation.stdout);
    this.#ids = exercise.checks.map(({ id }) => id);
  }

  /** `required`: the prerequisites that are graded besides the `asked` ones. */
  begin(
    label: string,
    seed: string,
    postgres: string,
    only?: { asked: readonly string[]; required: readonly string[] },
  ): void {
    const { slug, title } = this.#exercise;
    this.#write([`${slug}: ${title}`, `grading ${label} (seed ${seed}, PostgreSQL ${postgres})`]);
    if (only) {
      this.#ids = this.#ids.filter((id) => [...only.asked, ...only.required].includes(id));
      const required = only.required.length > 0 ? `, and what that requires: ${only.required.join(', ')}` : '';
      this.#write([`only ${only.asked.join(', ')}${required}`]);
    }
    this.#write(['']);
    this.#progress.say(() => 'your files are read');
  }

  /** The folder in which the run's story can be followed. */
  follow(evidence: string): void {
    this.#evidence = evidence;
  }

  began(id: string): void {
    this.#running.add(id);
    this.#say();
  }

  settled(id: string, outcome: CheckOutcome): void {
    const check = this.#exercise.checks.find((candidate) => candidate.id === id);
    if (!check) return;
    this.#waiting.set(id, checkReport(check, outcome, readableLecture(this.#invocation.root, check.lecture)));
    for (const next of this.#ids.slice(this.#printed.length)) {
      const report = this.#waiting.get(next);
      if (!report) break;
      this.#print(report);
    }
    this.#running.delete(id);
    if (this.#running.size > 0) this.#say();
  }

  /** What has not been printed yet, the sum, and where the run's page is. */
  end(report: GradeReport, timeline?: string): void {
    if (report.findings.length > 0) this.#write(renderFindings(report, this.#options));
    for (const check of shownChecks(report)) this.#print(check);
    this.#progress[Symbol.dispose]();
    this.#write(renderFooter(report, { ...this.#options, timeline }));
  }

  [Symbol.dispose](): void {
    this.#progress[Symbol.dispose]();
  }

  #say(): void {
    const done = this.#printed.length + this.#waiting.size;
    const names = [...this.#running].join(', ');
    const phase = () => (this.#running.size === 1 ? phaseOf(join(this.#evidence, 'events.jsonl')) : '');
    this.#progress.say(() => [`${done} of ${this.#ids.length} done; ${names}`, phase()].filter(Boolean).join(': '));
  }

  #print(check: CheckReport): void {
    if (this.#printed.some(({ id }) => id === check.id)) return;
    this.#write(renderCheck(check, { ...this.#options, before: this.#printed }));
    this.#printed.push(check);
    this.#waiting.delete(check.id);
  }

  #write(lines: string[]): void {
    this.#progress.clear();
    this.#invocation.stdout.write(`${lines.join('\n')}\n`);
  }
}
