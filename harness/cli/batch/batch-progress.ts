import type { BatchListener, Settled } from '../../batch/run-batch.ts';
import { counted, settledLine } from '../../batch/words.ts';
import { messageOf } from '../../core/errors.ts';
import { inert } from '../../reports/github-commands.ts';
import type { Invocation } from '../command.ts';
import { ProgressLine } from '../progress-line.ts';
import { writeTimeline } from '../publication.ts';

/** Prints a line for each grading that is settled and, while a terminal looks, how far the batch is. */
export class BatchProgress implements BatchListener, Disposable {
  readonly #invocation: Invocation;
  readonly #options: { color: boolean; names: number };
  readonly #progress: ProgressLine;
  #began = 0;
  #queued = 0;
  #settled = 0;
  #again = 0;

  constructor(invocation: Invocation, color: boolean) {
    this.#invocation = invocation;
    this.#options = { color, names: 16 };
    this.#progress = new ProgressLine(invocation.stdout);
  }

  reading(at: number, of: number): void {
    if (at === 0) this.#progress.say(() => `${counted(of, 'submission')} to be read`);
  }

  fetching(at: number, of: number): void {
    this.#progress.say(() => `fetching ${at + 1} of ${counted(of, 'repository', 'repositories')}`);
  }

  planned({ known, queued, setAside }: { known: number; setAside: number; queued: number }): void {
    const before = [known > 0 && `${known} graded before`, setAside > 0 && `${setAside} set aside`].filter(Boolean);
    this.print([`${queued} to grade${before.length > 0 ? `; ${before.join(', ')}` : ''}`, '']);
    this.#began = performance.now();
    this.#queued = queued;
    this.#progress.say(() => this.#text());
  }

  reported(report: Parameters<BatchListener['reported']>[0]): void {
    if (report.run.interrupted) return;
    try {
      writeTimeline(report);
    } catch (error) {
      this.print([`the timeline could not be written: ${messageOf(error)}`]);
    }
  }

  settled(grading: Parameters<BatchListener['settled']>[0], settled: Settled): void {
    if ('trouble' in settled && settled.again) this.#again += 1;
    else this.#settled += 1;
    this.print([settledLine(grading, settled, this.#options)]);
  }

  print(lines: readonly string[]): void {
    this.#progress.clear();
    this.#invocation.stdout.write(inert(`${lines.join('\n')}\n`));
  }

  [Symbol.dispose](): void {
    this.#progress[Symbol.dispose]();
  }

  /** How fast it goes is known once something has come to an end. */
  #text(): string {
    const minutes = (performance.now() - this.#began) / 60_000;
    const rate = (this.#settled + this.#again) / minutes;
    const left = Math.ceil((this.#queued - this.#settled) / rate);
    const pace = this.#settled > 0 ? `; ${rate.toFixed(1)} a minute, about ${left} min left` : '';
    return `${this.#settled} of ${this.#queued} graded${pace}`;
  }
}
