import { type CheckContext, type Student, StudentFault } from '#harness/grading';
import { type Reading, read } from './reading.ts';

/** What one call of measureLag came to, and the milliseconds that it took. */
export type Told = ({ report: unknown } | { fault: StudentFault }) & { took: number };

/** A report, what was so when it was made, and what the grader read before and after. */
export interface Observation {
  /** A sentence without its full stop, as a student reads it. */
  circumstances: string;
  /** The state to be reported. */
  state: string;
  told: Told;
  /** Undefined where there is nothing to read: a server is down. */
  before?: Reading;
  after?: Reading;
  /** Milliseconds from before the one to after the other. */
  span?: number;
}

/** Milliseconds in which a server may answer without being called down, as the README says. */
export const promised = 1000;

/** Milliseconds between times that are told apart: two readings that are further apart than that tell nothing of them. */
export const apart = 1000;

/** How often the grader looks when a machine is too busy for its servers to keep that promise. */
const attempts = 4;

/**
 * Whether a report calls a server down that runs, after a time in which it may really not have answered: by the
 * grader's own clock, the call took longer than a server may take. A server that is down is called so whatever it took.
 */
export function mayBeLate({ state, told }: Pick<Observation, 'state' | 'told'>): boolean {
  if (!('report' in told) || told.took < promised) return false;
  const said = (told.report as { state?: unknown } | null | undefined)?.state;
  return (said === 'leader-down' || said === 'follower-down') && said !== state;
}

/** As measureLag gets it. */
interface Servers {
  leaderUrl: string;
  followerUrl: string;
}

/** The student's program through a series of scenes: one that died in a scene is started again for the next. */
export class Observer {
  readonly #context: CheckContext;
  #program: Student | undefined;

  constructor(context: CheckContext) {
    this.#context = context;
  }

  /** Calls measureLag between two readings of the grader's own. */
  async between(circumstances: string, state: string): Promise<Observation> {
    const { cluster } = this.#context;
    return await this.#inTime(async () => {
      const began = performance.now();
      const before = await read(cluster);
      const told = await this.tell();
      const after = await read(cluster);
      return { circumstances, state, told, before, after, span: performance.now() - began };
    });
  }

  /** Calls measureLag where readings would mean nothing. */
  async during(circumstances: string, state: string, servers?: Servers): Promise<Observation> {
    return await this.#inTime(async () => ({ circumstances, state, told: await this.tell(servers) }));
  }

  /** Looks again when a busy machine has kept a server, or the grader, from answering; what is so every time is judged. */
  async #inTime(look: () => Promise<Observation>): Promise<Observation> {
    for (let attempt = 1; ; attempt += 1) {
      const seen = await look();
      const { circumstances, span = 0, told } = seen;
      // A program that takes its time does so again.
      if (attempt === attempts || !(mayBeLate(seen) || span - told.took >= apart)) return seen;
      this.#context.note('late', { circumstances, took: told.took, span });
    }
  }

  /** Has a program run, so that a call takes no longer than the call. */
  async ready(): Promise<void> {
    this.#program ??= await this.#context.student();
  }

  /** One report, or the fault of the program that was to give it. */
  async tell(servers: Servers = this.servers): Promise<Told> {
    await this.ready();
    const began = performance.now();
    const took = () => performance.now() - began;
    try {
      const report = await this.#program?.call('measureLag', [servers]);
      return { report, took: took() };
    } catch (fault) {
      if (!(fault instanceof StudentFault)) throw fault;
      if (fault.cause !== 'wrong') this.#program = undefined; // it is gone
      return { fault, took: took() };
    }
  }

  get servers(): Servers {
    const { leader, follower } = this.#context.cluster;
    return { leaderUrl: leader.url, followerUrl: follower.url };
  }

  /** How the program ends when nothing is asked of it any more; undefined when none runs. */
  async settle(): Promise<'ended' | 'killed' | undefined> {
    return await this.#program?.settle();
  }
}
