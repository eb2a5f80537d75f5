import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines typed at earlier prompts: a file of the user's own in the state directory, the newest first. */
export class History {
  readonly #file: string;

  constructor(stateDirectory: string) {
    this.#file = join(stateDirectory, 'lab-history');
  }

  read(): string[] {
    try {
      return readFileSync(this.#file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  }

  /** A history that cannot be written is no reason to stop. */
  write(lines: readonly string[]): void {
    try {
      writeFileSync(this.#file, `${lines.join('\n')}\n`, { mode: 0o600 });
    } catch {}
  }
}
