import type { Assignment } from '../../batch/queue/assignment.ts';
import type { WorkerListener } from '../../batch/queue/worker.ts';
import type { Settled } from '../../batch/run-batch.ts';
import { counted, settledLine } from '../../batch/words.ts';
import { inert } from '../../reports/github-commands.ts';
import type { Invocation } from '../command.ts';
import { ProgressLine } from '../progress-line.ts';

/** Prints a line for each grading that a worker has made and, while a terminal looks, how many. */
export class WorkerProgress implements WorkerListener, Disposable {
  readonly #stdout: Invocation['stdout'];
  readonly #options: { color: boolean; names: number };
  readonly #progress: ProgressLine;
  #settled = 0;

  constructor({ stdout }: Invocation, color: boolean) {
    this.#stdout = stdout;
    this.#options = { color, names: 16 };
    this.#progress = new ProgressLine(stdout);
  }

  settled({ exercise, student }: Assignment, settled: Settled): void {
    this.#settled += 1;
    this.print([settledLine({ exercise, student, key: '' }, settled, this.#options)]);
    this.#progress.say(() => `${counted(this.#settled, 'grading')} made here`);
  }

  refused(why: string): void {
    this.print([`a batch in the queue is not for this copy of the course: ${why}`]);
  }

  print(lines: readonly string[]): void {
    this.#progress.clear();
    this.#stdout.write(inert(`${lines.join('\n')}\n`));
  }

  [Symbol.dispose](): void {
    this.#progress[Symbol.dispose]();
  }
}
