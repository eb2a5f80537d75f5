import { constants } from 'node:os';
import type { ExitStatus } from '../broker/broker.ts';
import type { CellExit } from '../enclosure/cells.ts';
import { relativeText, studentFrames } from './frames.ts';
import type { OutputLog } from './output-log.ts';
import { StudentFault } from './student-fault.ts';

/** Lines of output that a crash shows, and characters of each. */
const shownLines = 32;
const shownCharacters = 300;

/** What a process reported about its own crash, decoded. */
export interface Crash {
  error: unknown;
  origin: string;
}

/** What a process that ended while it was needed is blamed for. */
export function exitFault(exit: CellExit, log: OutputLog, directory: string, crash?: Crash): StudentFault {
  if (crash) {
    const what = crash.origin === 'unhandledRejection' ? 'an unhandled rejection' : 'an uncaught exception';
    const message = `${what} ended the process: ${thrownText(crash.error, directory)}`;
    return new StudentFault('crash', message, { stack: stackOf(crash.error, directory), exit });
  }
  const output = outputText(log, directory);
  if (ranOutOfMemory(exit, log)) {
    return new StudentFault('memory', `the process ran out of memory (${statusText(exit)})${output}`, { exit });
  }
  return new StudentFault('crash', `the process ended while it was needed (${statusText(exit)})${output}`, { exit });
}

/** The end of a program whose signal came as the exit code 128 + N. */
export function withSignal<Exit extends ExitStatus>(exit: Exit): Exit {
  const number = (exit.code ?? 0) - 128;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name ? { ...exit, code: null, signal: name as NodeJS.Signals } : exit;
}

/** `TypeError: x is not a function`; also for what is no error. */
export function thrownText(thrown: unknown, directory: string): string {
  if (!(thrown instanceof Error)) return `the value ${valueText(thrown)}`;
  return relativeText(`${thrown.name}: ${thrown.message || '(no message)'}`, directory);
}

/** The student's own frames of a decoded error. */
export function stackOf(thrown: unknown, directory: string): string | undefined {
  return thrown instanceof Error ? studentFrames(thrown.stack, directory) : undefined;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, shownCharacters));
  return typeof value === 'object' && value !== null ? 'of an object that is no Error' : String(value);
}

function statusText({ code, signal }: ExitStatus): string {
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** V8 aborts the process when its heap is full, and says so on stderr; the words only choose between two blames. */
function ranOutOfMemory({ code, outOfMemory, signal }: CellExit, log: OutputLog): boolean {
  if (outOfMemory) return true;
  const aborted = signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL' || code === 134;
  return aborted && /out of memory/i.test(log.lastLines(200).join('\n'));
}

function outputText(log: OutputLog, directory: string): string {
  const lines = log.lastLines(shownLines).map((line) => relativeText(line.slice(0, shownCharacters), directory));
  return lines.length > 0 ? `; its last output:\n${lines.join('\n')}` : ', without any output';
}
