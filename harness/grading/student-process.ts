import type { Broker } from '../broker/broker.ts';
import type { RunningCluster } from '../cluster/cluster.ts';
import { wallNow } from '../core/clock.ts';
import { LabError, messageOf } from '../core/errors.ts';
import type { ManagedService } from '../managed/service.ts';
import { lab, labNode } from '../sandbox/lab-argument.ts';
import type { Launcher } from '../sandbox/launcher.ts';
import { startStudent } from '../sandbox/student.ts';
import { StudentHandle } from '../sandbox/student-handle.ts';
import type { LabRequest, ProgramOptions, Student } from './check-context.ts';
import type { EventWriter } from './event-log.ts';
import { inWords } from './failure.ts';
import { describeLab, LabOperations } from './lab-operations.ts';
import type { NaiveClients } from './naive/naive-clients.ts';
import { shown } from './shown-argument.ts';
import type { Turns } from './turns.ts';
import type { WorkerInput } from './worker-input.ts';

/** Milliseconds that a program may go on after its last call, as the exercises' READMEs state. */
const defaultGrace = 2000;

export interface StudentOptions extends ProgramOptions {
  broker: Broker;
  launcher: Launcher;
  /** When it starts. */
  turns: Turns;
  input: WorkerInput;
  cluster: RunningCluster;
  /** The clients that `lab.naive` starts, where there are such. */
  naive: Promise<NaiveClients> | undefined;
  service: ManagedService | undefined;
  /** The number of this program within its check, from 1. */
  program: number;
  say: EventWriter;
  /** Ties ends to beginnings in the story. */
  nextId: () => number;
  /** Adds to the time that the check spent on the student's program, in ms. */
  spent: (ms: number) => void;
}

/** A student's program with the lab of one cluster; and how to see its output and end it. */
export interface StartedStudent extends AsyncDisposable {
  student: Student;
  output(): string;
  /** An operation of the lab that failed by our fault: what the program makes of it is not the student's. */
  readonly trouble: unknown;
}

/** Throws StudentFault when its modules cannot be loaded. */
export async function startStudentProcess(options: StudentOptions): Promise<StartedStudent> {
  const { input, cluster, program, say, nextId } = options;
  const requests: LabRequest[] = [];
  let trouble: unknown;
  const { naive, service } = options;
  const operations = new LabOperations(cluster, input.exercise, { naive, service });
  const timed = timer(options.spent);
  const start = () =>
    startStudent({
      broker: options.broker,
      launcher: options.launcher,
      staged: input.staged,
      exercise: input.exercise,
      nodePath: input.nodePath,
      owner: input.users.student,
      operations: async (method, params, signal) => {
        const { node, ...rest } = params as { node?: string };
        const request: LabRequest = { method, node, askedAt: wallNow() };
        const id = nextId();
        requests.push(request);
        say('student', 'request', { program, id, method, params: rest }, { node, at: request.askedAt });
        try {
          await options.holdUp?.(request, signal);
          return await operations.perform(method, params, signal);
        } catch (error) {
          request.refused = messageOf(error);
          if (isOurs(error, method)) trouble ??= error;
          throw error;
        } finally {
          request.doneAt = wallNow();
          say('harness', 'request.end', { program, id, method, error: request.refused }, { node, at: request.doneAt });
        }
      },
      onOutput: (stream, text) => say('student', 'output', { program, stream, text }),
    });
  const running = await options.turns.take(() => timed(start));
  say('harness', 'program.begin', { program });
  /** A call as the story has it; the methods of an object that it returns are told of in the same way. */
  const told = async (name: string, args: unknown[], call: () => Promise<unknown>): Promise<unknown> => {
    const id = nextId();
    say('grader', 'call', { program, id, name, args: args.map((arg) => shown(arg, cluster.nodes)) });
    try {
      const value = await timed(call);
      say('student', 'call.end', { program, id, value: inWords(value) });
      return value instanceof StudentHandle ? value.through(told) : value;
    } catch (error) {
      say('student', 'call.end', { program, id, error: messageOf(error) });
      throw error;
    }
  };
  const student: Student = {
    lab: lab(describeLab(cluster)),
    node: (name) => labNode(describeLab(cluster), name),
    requests,
    call: (name, args, callOptions) => told(name, args, () => running.call(name, args, callOptions)),
    settle: async (grace = defaultGrace) => {
      const how = await timed(() => running.drain(grace));
      say('harness', 'program.end', { program, how });
      return how;
    },
    kill: async () => {
      await running.kill();
      say('grader', 'program.end', { program, how: 'stopped' });
    },
  };
  return {
    student,
    output: () => running.output().text,
    get trouble() {
      return trouble;
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

/** A refusal, or a server that the student's settings keep from starting, is theirs; a lab that cannot work is ours. */
function isOurs(error: unknown, method: string): boolean {
  if (!(error instanceof LabError)) return true;
  if (error.code === 'INTERRUPTED') return false;
  return (
    ['NO_STORAGE', 'NO_DOCKER', 'GRADER'].includes(error.code) ||
    (error.code === 'START_FAILED' && method !== 'node.start')
  );
}

/** Time in which at least one call runs; calls at the same time count once. */
function timer(spent: (ms: number) => void) {
  let running = 0;
  let since = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running === 0) since = performance.now();
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      if (running === 0) spent(performance.now() - since);
    }
  };
}
