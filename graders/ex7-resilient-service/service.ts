import { type CheckContext, must, type Student, StudentFault, StudentHandle, waitUntil } from '#harness/grading';
import type { Answer, Update } from './answer.ts';
import { bounds, type Config } from './config.ts';

const methods = ['updateInventory', 'readInventory', 'healthCheck', 'reconfigure', 'close'] as const;

/** Milliseconds beyond its time for which an answer is waited for, to tell a late one from none. */
const patience = 5000;

/** Milliseconds after which a call that nobody waits for any more ends its program: longer than any check. */
const never = 300_000;

/** A service of the student's, as its client sees it. */
export class Service {
  readonly program: Student;
  readonly #handle: StudentHandle;
  readonly #signal: AbortSignal;
  #timeouts: Config['timeouts'];

  private constructor(program: Student, handle: StudentHandle, config: Config, signal: AbortSignal) {
    this.program = program;
    this.#handle = handle;
    this.#timeouts = config.timeouts;
    this.#signal = signal;
  }

  /** Calls createService, in a program of its own unless one is given. */
  static async open(context: CheckContext, config: Config, program?: Student): Promise<Service> {
    const running = program ?? (await context.student());
    const made = await running.call('createService', [config]);
    const lacks = made instanceof StudentHandle ? methods.filter((name) => !made.methods.includes(name)) : methods;
    must(made instanceof StudentHandle && lacks.length === 0, 'createService did not return a service.', {
      expected: `an object with the methods ${methods.join(', ')}`,
      actual: made instanceof StudentHandle ? `one without ${lacks.join(', ')}` : made,
    });
    return new Service(running, made, config, context.signal);
  }

  async update(id: number, quantity: number): Promise<Update> {
    const answer = await this.#ask('updateInventory', [id, quantity], bounds.call(this.#timeouts));
    return { ...answer, id, quantity };
  }

  read(id: number): Promise<Answer> {
    return this.#ask('readInventory', [id], bounds.call(this.#timeouts));
  }

  health(): Promise<Answer> {
    return this.#ask('healthCheck', [], bounds.health(this.#timeouts));
  }

  async reconfigure(config: Config): Promise<Answer> {
    const answer = this.#ask('reconfigure', [config], bounds.change(this.#timeouts), 'reconfigure(…)');
    this.#timeouts = config.timeouts;
    return await answer;
  }

  close(): Promise<Answer> {
    return this.#ask('close', [], bounds.change(this.#timeouts));
  }

  /** An answer, or that there was none long after its time. Throws the fault of a program that has ended. */
  async #ask(
    method: (typeof methods)[number],
    args: unknown[],
    bound: number,
    what = `${method}(${args.join(', ')})`,
  ): Promise<Answer> {
    const answer: Answer = { what, begun: performance.now(), outcome: 'open', bound };
    let broken: unknown;
    void this.#handle.invoke(method, args, { deadline: never, what }).then(
      (value) => Object.assign(answer, { ended: performance.now(), outcome: 'done', value }),
      (error: unknown) => {
        if (isAnswer(error)) Object.assign(answer, { ended: performance.now(), outcome: 'failed', ...errorOf(error) });
        else broken = error;
      },
    );
    const isOver = () => answer.outcome !== 'open' || broken !== undefined;
    await waitUntil(what, isOver, { timeout: bound + patience, interval: 2, signal: this.#signal }).catch(() =>
      this.#signal.throwIfAborted(),
    );
    if (broken !== undefined) throw broken;
    return answer;
  }
}

/** The method threw, or returned what cannot cross: the program runs on. */
function isAnswer(error: unknown): error is StudentFault {
  return error instanceof StudentFault && error.cause === 'wrong';
}

function errorOf({ thrown, message }: StudentFault): Pick<Answer, 'code' | 'words'> {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return { code, words: thrown instanceof Error ? thrown.message : message };
}
