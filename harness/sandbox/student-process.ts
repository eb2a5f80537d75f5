import type { Readable } from 'node:stream';
import type { ExitStatus } from '../broker/broker.ts';
import { deadline } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import { replyCodes } from '../sdk/messages.ts';
import { decodeValue, type Json, ValueError } from '../sdk/values.ts';
import { Connection, ReplyFailure } from './connection.ts';
import { type Crash, exitFault, stackOf, thrownText } from './exit-fault.ts';
import { contractOf } from './exports.ts';
import { type LoadedModules, readLoadedModules } from './loaded-modules.ts';
import { Operations } from './operations.ts';
import { maxOutputBytes, OutputLog, type OutputStream } from './output-log.ts';
import type { Program } from './program.ts';
import { StudentFault } from './student-fault.ts';
import type { CallOptions, Invoke } from './student-handle.ts';
import { StudentObjects } from './student-objects.ts';
import type { RunningStudent, StudentSpec } from './student-spec.ts';

/** Milliseconds between a reported crash and the end of the process. */
const crashGrace = 500;

/** Starts the process of a submission; nothing of the submission has been imported yet. */
export async function openStudent(spec: StudentSpec): Promise<StudentProcess> {
  const { compileCache, directory } = spec.staged;
  const { nodePath, owner, memoryMb } = spec;
  const work = { nodePath, directory, compileCache, args: ['.lab/host.ts'], owner, memoryMb };
  return new StudentProcess(spec, await spec.launcher.start(spec.broker, 'student', work));
}

/** One process of a submission, from its start to its end. */
class StudentProcess implements RunningStudent {
  /** Where the program sees the submission. */
  readonly directory: string;
  readonly #spec: StudentSpec;
  readonly #program: Program;
  readonly #connection: Connection;
  readonly #objects: StudentObjects;
  readonly #operations: Operations;
  readonly #log = new OutputLog();
  /** Rejects when the process has ended, with what its pending calls reject with. */
  readonly #over = Promise.withResolvers<never>();
  readonly #finished: Promise<void>;
  #verdict: StudentFault | LabError | undefined;
  #crash: Crash | undefined;
  #draining = false;
  #killed = false;

  constructor(spec: StudentSpec, program: Program) {
    this.#spec = spec;
    this.#program = program;
    this.directory = program.directory;
    this.#over.promise.catch(() => undefined);
    this.#objects = new StudentObjects(this.#invoke, (id) => this.#connection.notify('abort', { id }));
    this.#operations = new Operations(spec.operations, this.#objects);
    this.#connection = new Connection(
      { output: program.input, input: program.output },
      {
        request: (method, params) => this.#trusting(() => this.#operations.perform(method, params)),
        notification: (_crash, params) => void this.#crashed(params).catch(() => undefined),
        violation: (message) => void this.#end(new StudentFault('violation', message)),
      },
    );
    for (const { from, stream } of program.printed) this.#listen(stream, from);
    this.#finished = this.#watch();
  }

  get exit(): ExitStatus | undefined {
    return this.#program.exit;
  }

  get fault(): StudentFault | undefined {
    return this.#verdict instanceof StudentFault ? this.#verdict : undefined;
  }

  /** Imports the modules of the exercise. Rejects with a StudentFault when the process does not survive that. */
  async load(): Promise<LoadedModules> {
    const modules = Object.keys(this.#spec.exercise.modules);
    const ms = this.#spec.loadDeadline ?? 15_000;
    const reply = await this.#request('load', { modules }, 'the import of the modules', { deadline: ms });
    const loaded = await this.#trusting(() => readLoadedModules(reply, modules));
    return loaded ?? this.#refuse('the channel carried a malformed reply to `load`');
  }

  async call(name: string, args: unknown[], options: CallOptions = {}): Promise<unknown> {
    const { module, name: exported, deadline: ms } = contractOf(this.#spec.exercise, name);
    const params = { module, name: exported, args: this.#encode(args) };
    const limits = { deadline: options.deadline ?? ms, signal: options.signal };
    const reply = await this.#request('call', params, options.what ?? exported, limits);
    return this.#trusting(() => this.#objects.decode(reply, ms));
  }

  async drain(graceMs: number): Promise<'ended' | 'killed'> {
    this.#draining = true;
    this.#connection.notify('end', {});
    using _grace = deadline(graceMs, () => void this.kill());
    await this.#finished;
    return this.#killed ? 'killed' : 'ended';
  }

  async kill(): Promise<void> {
    await this.#end(new LabError('INTERRUPTED', 'the student process was ended by the grader'));
  }

  output(): { text: string; dropped: number } {
    return this.#log.read();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#operations.settled();
  }

  readonly #invoke: Invoke = async (method, { args, ...target }, options) => {
    if (method === 'handle.release') return this.#connection.notify(method, target);
    const label = options.what ?? target.method ?? 'a function that was passed on';
    const reply = await this.#request(method, { ...target, args: this.#encode(args) }, label, options);
    return this.#trusting(() => this.#objects.decode(reply, options.deadline));
  };

  async #request(
    method: string,
    params: Record<string, Json>,
    label: string,
    { deadline: ms, signal }: { deadline: number; signal?: AbortSignal },
  ): Promise<Json> {
    signal?.throwIfAborted();
    if (this.#draining) throw new LabError('GRADER', `${label} was called after drain()`);
    const late = () => this.#end(new StudentFault('timeout', `${label} did not finish within ${ms} ms`));
    const aborted = () => void this.kill();
    signal?.addEventListener('abort', aborted, { once: true });
    using _clock = deadline(ms, () => void late());
    try {
      return await Promise.race([this.#over.promise, this.#connection.request(method, params)]);
    } catch (error) {
      if (error instanceof ReplyFailure) throw await this.#trusting(() => this.#replyFault(error, label));
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', aborted);
    }
  }

  #replyFault({ reply }: ReplyFailure, label: string): StudentFault {
    if (reply.code !== replyCodes.threw) {
      const said = reply.code === replyCodes.unencodable ? `${label} returned what cannot cross: ` : '';
      return new StudentFault('wrong', `${said}${reply.message.slice(0, 1000)}`);
    }
    const value = decodeValue(reply.data ?? null);
    const message = `${label} threw ${thrownText(value, this.directory)}`;
    return new StudentFault('wrong', message, { stack: stackOf(value, this.directory), thrown: { value } });
  }

  #encode(args: unknown[]): Json[] {
    try {
      return args.map((arg, index) => this.#objects.encode(arg, `args[${index}]`));
    } catch (cause) {
      throw new LabError('GRADER', `an argument cannot cross: ${(cause as Error).message}`, { cause });
    }
  }

  /** Reads what the student's process sent: a malformed value is its violation. */
  async #trusting<T>(read: () => T | Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return this.#refuse(`the channel carried a malformed value: ${error.message}`);
    }
  }

  async #refuse(message: string): Promise<never> {
    await this.#end(new StudentFault('violation', message));
    return this.#over.promise;
  }

  /** The first verdict holds. Resolves when the process is gone. */
  async #end(verdict: StudentFault | LabError): Promise<void> {
    if (!this.#program.exit) {
      this.#verdict ??= verdict;
      this.#killed = true;
      this.#connection.close(); // a reply that comes now is too late
    }
    await this.#program.kill();
    await this.#finished;
  }

  /** The process ends itself right after it has reported its crash; it is helped when it does not. */
  async #crashed({ error, origin }: Record<string, Json>): Promise<void> {
    this.#crash = { origin: String(origin), error: await this.#trusting(() => decodeValue(error)) };
    using _grace = deadline(crashGrace, () => void this.#program.kill());
    await this.#finished;
  }

  #listen(stream: OutputStream, from: Readable): void {
    from.on('data', (chunk: Buffer) => {
      if (this.#log.flooded) return;
      const text = this.#log.add(stream, chunk);
      this.#spec.onOutput?.(stream, text);
      if (!this.#log.flooded) return;
      void this.#end(new StudentFault('violation', `the process printed more than ${maxOutputBytes} bytes`));
    });
  }

  async #watch(): Promise<void> {
    const exit = await this.#program.exited;
    await this.#program.lastWords();
    this.#connection.close();
    this.#objects[Symbol.dispose]();
    this.#operations.abort();
    await this.#program.kill(); // what it started
    const fault = exit.trouble ?? exitFault(exit, this.#log, this.directory, this.#crash);
    if (!this.#draining || exit.code !== 0) this.#verdict ??= fault;
    this.#over.reject(this.#verdict ?? fault);
  }
}
