import type { PoolOptions, PoolRunnerInitializer } from 'vitest/node';

/**
 * vitest's pool of forks, with one difference: a worker that has exited is not waited for. vitest 5.1 waits for one
 * that a signal ended before it was ready (an interrupt, too little memory), and the grading would never end.
 */
export async function checksPool(): Promise<PoolRunnerInitializer> {
  const { ForksPoolWorker } = await import('vitest/node');
  class ChecksPoolWorker extends ForksPoolWorker {
    #exited = false;
    override async start(): Promise<void> {
      await super.start();
      this.on('exit', () => {
        this.#exited = true;
      });
    }
    override async stop(): Promise<void> {
      if (!this.#exited) await super.stop();
    }
  }
  return { name: 'checks', createPoolWorker: (options: PoolOptions) => new ChecksPoolWorker(options) };
}
