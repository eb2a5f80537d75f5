import { type FSWatcher, statfsSync, watch } from 'node:fs';
import { messageOf } from '../../core/errors.ts';
import { changesBetween, type Snapshot, takeSnapshot } from './snapshot.ts';

/** Milliseconds without a further change after which a save is taken to be over: editors write in several steps. */
const quiet = 60;
/** Milliseconds between two looks where the system does not tell. */
const pollInterval = 500;

/** Filesystems whose changes are made elsewhere, so that the kernel does not hear of them (statfs(2)). */
const remote: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  16914839: '9p',
  1702057286: 'FUSE',
  2020557398: 'a shared folder of VirtualBox',
};

/** Waits for changes of the files below a folder. */
export class FolderWatch implements Disposable {
  /** Why it looks again and again instead of being told; undefined: it is told. */
  readonly polls: string | undefined;
  readonly #folder: string;
  readonly #watcher: FSWatcher | undefined;
  readonly #poll: NodeJS.Timeout | undefined;
  #known: Snapshot;
  #settling: NodeJS.Timeout | undefined;
  #changed: (() => void) | undefined;

  constructor(folder: string, how: { poll?: boolean } = {}) {
    this.#folder = folder;
    this.#known = takeSnapshot(folder);
    this.polls = how.poll ? '--poll was given' : whyPoll(folder);
    if (this.polls === undefined) {
      try {
        this.#watcher = watch(folder, { recursive: true }, () => this.#settle());
        this.#watcher.on('error', () => this.#settle());
      } catch (error) {
        this.polls = messageOf(error);
      }
    }
    if (this.polls !== undefined) this.#poll = setInterval(() => this.#look(), pollInterval);
  }

  /**
   * Resolves with the paths that differ from the last time it resolved, or from the beginning; at once when some do
   * already. Rejects with the signal's reason.
   */
  async changes(signal: AbortSignal): Promise<string[]> {
    for (;;) {
      signal.throwIfAborted();
      const now = takeSnapshot(this.#folder);
      const changes = changesBetween(this.#known, now);
      this.#known = now;
      if (changes.length > 0) return changes;
      await new Promise<void>((resolve, reject) => {
        const aborted = () => reject(signal.reason);
        signal.addEventListener('abort', aborted, { once: true });
        this.#changed = () => {
          signal.removeEventListener('abort', aborted);
          resolve();
        };
      });
    }
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
  }

  #look(): void {
    if (changesBetween(this.#known, takeSnapshot(this.#folder)).length > 0) this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#changed?.(), quiet);
  }
}

function whyPoll(folder: string): string | undefined {
  try {
    const name = remote[statfsSync(folder).type >>> 0];
    return name && `the folder lies on ${name}`;
  } catch {
    return undefined; // the watcher itself will say
  }
}
