import { availableMemory } from 'node:process';
import { idleProcessors, type ProcessorTime, processorTime } from '../core/processor-time.ts';
import { waitUntil } from '../core/wait-until.ts';

/** Processors that must have been idle for another grading to begin, of those that this machine has. */
const idleEnough = 0.5;
/** Milliseconds over which that is seen, after the latest grading was made ready: it needs most when it begins. */
const look = 3000;

export interface AdmissionOptions {
  /** Gradings that may be under way whatever the machine does. */
  always: number;
  /** Bytes that one grading takes at most. */
  memoryOfOne: number;
  /** What the processors have done. Default: those of this machine. */
  processors?: () => ProcessorTime;
}

/**
 * Lets gradings begin. Most of a grading is waiting, so more of them fit than there are processors; how many more, only
 * the machine can tell. One that is short of processor time takes longer, and may come to its limits by no fault of a
 * student's: so beyond a fixed number one begins only while processors and memory are free.
 */
export class Admission {
  readonly #options: Required<AdmissionOptions>;
  #since: ProcessorTime;
  #sinceMs = performance.now();
  #under = 0;
  #preparing = 0;

  constructor(options: AdmissionOptions) {
    this.#options = { processors: processorTime, ...options };
    this.#since = this.#options.processors();
  }

  /**
   * Resolves when one may begin and has been made ready, or when the signal fires; it counts until the result is disposed
   * of. Rejects as `prepare` does.
   */
  async enter(signal: AbortSignal, prepare: () => Promise<unknown>): Promise<Disposable> {
    const may = () => (signal.aborted ? this.#begin() : this.tryToEnter());
    const entered = await waitUntil('a grading to find room', may, {
      timeout: Number.POSITIVE_INFINITY,
      interval: 100,
    });
    this.#preparing += 1;
    try {
      if (!signal.aborted) await prepare();
    } catch (error) {
      entered[Symbol.dispose]();
      throw error;
    } finally {
      this.#preparing -= 1;
      this.#lookAgain();
    }
    return entered;
  }

  /** The same at once, for one that is ready; undefined: there is no room now. */
  tryToEnter(): Disposable | undefined {
    return this.#mayBegin() ? this.#begin() : undefined;
  }

  #begin(): Disposable {
    this.#under += 1;
    this.#lookAgain();
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (!left) this.#under -= 1;
        left = true;
      },
    };
  }

  #mayBegin(): boolean {
    const { always, memoryOfOne, processors } = this.#options;
    if (this.#under < always) return true;
    if (this.#preparing > 0 || performance.now() - this.#sinceMs < look) return false;
    const idle = idleProcessors(this.#since, processors());
    this.#lookAgain();
    return idle >= idleEnough && availableMemory() >= memoryOfOne;
  }

  #lookAgain(): void {
    this.#since = this.#options.processors();
    this.#sinceMs = performance.now();
  }
}
