import type { RunningCluster } from '../cluster/cluster.ts';
import { inWords } from './in-words.ts';
import type { Outcome } from './outcome.ts';
import { Sessions } from './sessions.ts';

/** Every node has one session for what is typed; a statement in the background has a session of its own. */
const typed = 'main';

/** SQL as it is typed: waited for and cancelled, or under way in the background. */
export class TypedSql implements AsyncDisposable {
  readonly #sessions: Sessions;
  readonly #say: (text: string) => void;
  /** Whether it succeeded, by node and session. */
  readonly #background = new Map<{ node: string; session: string }, Promise<boolean>>();
  #begun = 0;

  /** `say` is given each answer of the background, when it comes. */
  constructor(cluster: RunningCluster, say: (text: string) => void) {
    this.#sessions = new Sessions(cluster);
    this.#say = say;
  }

  /** The signal cancels it; what the server says to that is the answer, where it says something. */
  async run(node: string, sql: string, signal: AbortSignal): Promise<Outcome> {
    const cancel = () => void this.#sessions.cancel(node, typed);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const outcome = await this.#sessions.run(node, typed, sql);
      const silent = signal.aborted && outcome.failure?.code === 'connection';
      return silent ? { ...outcome, text: `${node} did not answer; the connection is closed` } : outcome;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Begins it and returns its number. */
  begin(node: string, sql: string): number {
    this.#begun += 1;
    const number = this.#begun;
    const one = { node, session: `background ${number}` };
    const answer = this.#sessions
      .run(node, one.session, sql)
      .catch((error: unknown): Outcome => ({ text: inWords(error), failure: { code: 'error' } }))
      .then(({ text, failure }) => {
        this.#background.delete(one);
        this.#say(`[${number}] ${node}:${text.trimEnd().includes('\n') ? '\n' : ' '}${text.trimEnd()}`);
        return failure === undefined;
      });
    this.#background.set(one, answer);
    return number;
  }

  /** Waits for what still runs in the background, and says whether all of that succeeded; the signal cancels it. */
  async settled(signal: AbortSignal): Promise<boolean> {
    const cancel = () => {
      for (const { node, session } of this.#background.keys()) void this.#sessions.cancel(node, session);
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const good = await Promise.all(this.#background.values());
    signal.removeEventListener('abort', cancel);
    return good.every(Boolean);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#sessions[Symbol.asyncDispose]();
  }
}
