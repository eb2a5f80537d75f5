import { inspect } from 'node:util';

/** How long a call may take, and what else ends it. In both cases the whole process is ended with it. */
export interface CallOptions {
  /** Milliseconds of time awake. */
  deadline?: number;
  /** How the call is named when it goes wrong. Default: the name of the function. */
  what?: string;
  signal?: AbortSignal;
}

/** Calls something that the student's process keeps. Arguments are not yet encoded. */
export type Invoke = (
  method: 'handle.call' | 'callback' | 'handle.release',
  target: { id: number; method?: string; args: unknown[] },
  options: CallOptions & { deadline: number },
) => Promise<unknown>;

/** Stands around each call of a method: sees its name and its arguments, and lets it happen. */
export type Around = (method: string, args: unknown[], call: () => Promise<unknown>) => Promise<unknown>;

/** An object with methods that a student's function returned; the student's process keeps it until it is released. */
export class StudentHandle implements AsyncDisposable {
  readonly methods: readonly string[];
  /** Its data properties, as they were when it was returned. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #id: number;
  readonly #deadline: number;
  readonly #invoke: Invoke;

  constructor(id: number, methods: string[], fields: Record<string, unknown>, deadline: number, invoke: Invoke) {
    this.#id = id;
    this.methods = methods;
    this.fields = fields;
    this.#deadline = deadline;
    this.#invoke = invoke;
  }

  /** Rejects with a StudentFault. Default deadline: that of the call which returned the handle. */
  invoke(method: string, args: unknown[] = [], options: CallOptions = {}): Promise<unknown> {
    const deadline = options.deadline ?? this.#deadline;
    return this.#invoke('handle.call', { id: this.#id, method, args }, { ...options, deadline });
  }

  /** The same object, each of whose calls passes through `around`. */
  through(around: Around): StudentHandle {
    const invoke: Invoke = (kind, target, options) => {
      const call = () => this.#invoke(kind, target, options);
      return target.method === undefined ? call() : around(target.method, target.args, call);
    };
    return new StudentHandle(this.#id, [...this.methods], this.fields, this.#deadline, invoke);
  }

  /** Its methods are what it is; its data may hold what no log should. */
  [inspect.custom](): string {
    return `an object with ${this.methods.join(', ')}`;
  }

  /** Lets the student's process forget the object. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#invoke('handle.release', { id: this.#id, args: [] }, { deadline: this.#deadline });
  }
}
