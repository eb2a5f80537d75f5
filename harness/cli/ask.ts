import { createInterface } from 'node:readline/promises';
import { LabError } from '../core/errors.ts';
import type { Invocation } from './command.ts';

/** Asks one question after another where somebody can type. Disposing lets go of the input. */
export interface Asker extends Disposable {
  /** Asks again until `read` makes something of the line. Throws ARGUMENT when nothing more can be typed, and INTERRUPTED. */
  ask<T>(question: string, read: (line: string) => T | undefined): Promise<T>;
}

export function openAsker({ signal, stdin, stdout }: Invocation, otherwise: string): Asker {
  const lines = createInterface({ input: stdin(), output: stdout, terminal: false });
  // Lines that are typed ahead, or come from a pipe, are kept until they are asked for.
  const waiting = lines[Symbol.asyncIterator]();
  return {
    async ask(question, read) {
      for (;;) {
        stdout.write(question);
        const next = await Promise.race([waiting.next(), interrupted(signal)]);
        if (next.done) throw new LabError('ARGUMENT', 'nothing can be typed here', { next: otherwise });
        const value = read(next.value);
        if (value !== undefined) return value;
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(new LabError('INTERRUPTED', 'interrupted: nothing was written down'));
    if (signal.aborted) refuse();
    signal.addEventListener('abort', refuse, { once: true });
  });
}
