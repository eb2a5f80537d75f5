import type { OwnLanes } from '../../batch/own-lanes.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { askDaemon } from '../../engines/docker/daemon.ts';
import type { EngineOptions } from '../../engines/open-engine.ts';

/** Milliseconds that a daemon may be away: one that is restarted, with its machine or without, is back by then. */
const patience = 120_000;
/** Milliseconds after a failure in which it may turn out that the daemon is going. */
const goingTime = 3000;
/** Milliseconds between two looks at it. */
const interval = 1000;

/**
 * Tells a batch or a worker when the Docker daemon that its gradings run on was away, and waits for it: looks at it each
 * second until disposed of. With an engine of processes it does nothing.
 */
export class DaemonWatch implements Disposable {
  readonly #host: string | undefined;
  readonly #say: (line: string) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  /** When it was last seen not to answer, by `performance.now()`. */
  #away = Number.NEGATIVE_INFINITY;
  #waiting: Promise<boolean> | undefined;
  /** It was waited for in vain, and has not answered since. */
  #givenUp = false;

  constructor(options: EngineOptions, say: (line: string) => void) {
    this.#say = say;
    if (options.engine !== 'docker') return;
    this.#host = options.host;
    this.#timer = setInterval(() => void this.#answers(), interval).unref();
  }

  readonly outlast: OwnLanes['outlast'] = async (ending, since = Number.POSITIVE_INFINITY) => {
    if (this.#host === undefined) return false;
    if (since !== Number.POSITIVE_INFINITY && this.#away < since) await this.#maybeGoes(ending);
    if (await this.#answers()) return this.#away >= since;
    if (this.#givenUp || ending.aborted) return false;
    this.#waiting ??= this.#wait(ending).finally(() => {
      this.#waiting = undefined;
    });
    return await this.#waiting;
  };

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** One that is stopped may end its containers before it goes itself. */
  async #maybeGoes(signal: AbortSignal): Promise<void> {
    const hasGone = async () => !(await this.#answers());
    const limits = { timeout: goingTime, interval: interval / 2, signal };
    await waitUntil('the daemon to go', hasGone, limits).catch(() => undefined);
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    this.#say(`waiting   the Docker daemon does not answer; for ${patience / 60_000} minutes at most`);
    const limits = { timeout: patience, interval: interval / 2, signal };
    const isBack = await waitUntil('the daemon to answer', () => this.#answers(), limits).catch(() => false);
    this.#givenUp = !isBack;
    if (isBack) this.#say('waiting   it answers again');
    return isBack;
  }

  async #answers(): Promise<boolean> {
    const answer = await askDaemon(this.#host ?? '', '/_ping').catch(() => undefined);
    const does = answer?.status === 200;
    if (does) this.#givenUp = false;
    else this.#away = performance.now();
    return does;
  }
}
