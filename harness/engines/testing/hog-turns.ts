import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Until it is disposed of, this process works for `ms` milliseconds both while it hears of news (so that what happens
 * meanwhile is news of the next turn) and before it sees which timers are due: as one does on a machine that is too busy.
 */
export async function hogTurns(ms: number): Promise<AsyncDisposable> {
  const source = spawn('yes', { stdio: ['ignore', 'pipe', 'ignore'] });
  source.stdout.on('data', () => hog(ms));
  let hogging = true;
  const turn = () => {
    hog(2 * ms);
    if (hogging) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    async [Symbol.asyncDispose]() {
      hogging = false;
      source.stdout.destroy();
      source.kill('SIGKILL');
      await once(source, 'exit');
    },
  };
}

function hog(ms: number): void {
  for (const began = performance.now(); performance.now() - began < ms; );
}
