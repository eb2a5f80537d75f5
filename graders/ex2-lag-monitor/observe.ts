import { type CheckContext, type Student, StudentFault } from '#harness/grading';
import { type Reading, read } from './reading.ts';

/** What one call of measureLag came to. */
export type Told = { report: unknown } | { fault: StudentFault };

/** A report, what was so when it was made, and what the grader read before and after. */
export interface Observation {
  /** A sentence without its full stop, as a student reads it. */
  circumstances: string;
  told: Told;
  /** Undefined where there is nothing to read: a server is down. */
  before?: Reading;
  after?: Reading;
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
  async between(circumstances: string): Promise<Observation> {
    const { cluster } = this.#context;
    const before = await read(cluster);
    const told = await this.tell();
    const after = await read(cluster);
    return { circumstances, told, before, after };
  }

  /** Calls measureLag where readings would mean nothing. */
  async during(circumstances: string, servers?: Servers): Promise<Observation> {
    return { circumstances, told: await this.tell(servers) };
  }

  /** Has a program run, so that a call takes no longer than the call. */
  async ready(): Promise<void> {
    this.#program ??= await this.#context.student();
  }

  /** One report, or the fault of the program that was to give it. */
  async tell(servers: Servers = this.servers): Promise<Told> {
    try {
      this.#program ??= await this.#context.student();
      return { report: await this.#program.call('measureLag', [servers]) };
    } catch (fault) {
      if (!(fault instanceof StudentFault)) throw fault;
      if (fault.cause !== 'wrong') this.#program = undefined; // it is gone
      return { fault };
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
