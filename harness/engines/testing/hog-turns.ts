import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { block } from '../../core/testing/block.ts';

/**
 * Until it is disposed of, this process works for `ms` milliseconds while it hears of news (so that what happens meanwhile
 * is news of the next turn), and twice that before it sees which timers are due: as one does on a machine that is too busy.
 */
export function hogTurns(ms: number): AsyncDisposable {
  const source = spawn('yes', { stdio: ['ignore', 'pipe', 'ignore'] });
  source.stdout.on('data', () => block(ms));
  let hogging = true;
  const turn = () => {
    block(2 * ms);
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
