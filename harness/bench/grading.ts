import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { descendantsOf } from '../core/processes.ts';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import { endOf, type Where } from './commands.ts';
import { timed } from './stopwatch.ts';

/** The exercise that is timed: most of it is waiting for students' code, so what the harness adds is easily hidden. */
const exercise = 'ex2-lag-monitor';
/** Milliseconds for one grading. */
const patience = 120_000;

/** Milliseconds of a whole grading of the reference solution, from the command as it is typed to its end. */
export async function coldRound(where: Where): Promise<number> {
  return await timed(() => endOf('npm', ['run', '--silent', 'grade', exercise, '--', '--solution'], where));
}

/** `grade --watch` on a copy of the reference solution, which is saved again and again. */
export class WatchedCopy implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #file: string;
  #said = '';

  private constructor(child: ChildProcess, file: string) {
    this.#child = child;
    this.#file = file;
    child.stdout?.on('data', (chunk) => {
      this.#said += chunk;
    });
  }

  /** Resolves when the first grading is over, and the next one has its servers. */
  static async start(broker: Broker, where: Where): Promise<WatchedCopy> {
    const folder = join(await broker.makeDirectory('watched'), 'files');
    cpSync(join(where.cwd, 'solutions', exercise), folder, { recursive: true });
    const args = [join(where.cwd, 'harness', 'cli', 'lab.sh'), 'grade', exercise, folder, '--watch'];
    const child = spawn('sh', args, { ...where, stdio: ['ignore', 'pipe', 'ignore'] });
    const watched = new WatchedCopy(child, join(folder, 'src', 'monitor-lag.ts'));
    await watched.#graded();
    await watched.#rest();
    return watched;
  }

  /** Milliseconds from a save to the end of the grading that it began. Then the watch comes to rest, untimed. */
  async round(): Promise<number> {
    this.#said = '';
    const ms = await timed(async () => {
      appendFileSync(this.#file, '\n');
      await this.#graded();
    });
    await this.#rest();
    return ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode !== null || !this.#child.kill('SIGINT')) return;
    await ended;
  }

  /** Until what it starts for the next grading is there: its processes have not changed for half a second. */
  async #rest(): Promise<void> {
    let known = '';
    let since = performance.now();
    const still = () => {
      const now = descendantsOf(this.#child.pid as number)
        .sort()
        .join();
      if (now !== known) since = performance.now();
      known = now;
      return performance.now() - since > 500 || new NotYet(`${now.split(',').length} processes`);
    };
    await waitUntil('the watch to rest', still, { timeout: patience, interval: 50 });
  }

  async #graded(): Promise<void> {
    const over = () => this.#said.includes('waiting for you to save') || new NotYet(this.#said.slice(-300));
    await waitUntil('the grading to end', over, { timeout: patience });
    if (!this.#said.includes('100/100 points'))
      throw new Error(`the solution did not pass: ${this.#said.slice(-2000)}`);
  }
}
