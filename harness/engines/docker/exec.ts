import { type Duplex, PassThrough } from 'node:stream';
import { collect } from '../../core/collect.ts';
import { LabError } from '../../core/errors.ts';
import { endOf } from '../../core/last-words.ts';
import { waitUntil } from '../../core/wait-until.ts';
import type { RunResult } from '../engine.ts';
import type { Container } from './container.ts';
import { onDaemon } from './failure.ts';

export interface ExecSpec {
  /** For messages: `a command on leader`. */
  what: string;
  command: string[];
  user: string;
  /** The image's environment is there too. */
  env?: Record<string, string>;
  directory?: string;
  input?: string;
  /** Bytes kept of each stream. */
  outputLimit?: number;
  signal?: AbortSignal;
  /** Ends the program, if it is there already: called until it is, when the signal has fired. */
  end?: () => Promise<unknown>;
}

/** Milliseconds for the end of a program that is not waited for any more. */
const endTimeout = 10_000;

/** A program that runs in a container, and its two streams. */
interface RunningExec {
  stdout: PassThrough;
  stderr: PassThrough;
  /** Both ways: what is written here is the program's stdin. */
  stream: Duplex;
  /** Undefined while it runs. */
  exitCode(): Promise<number | undefined>;
}

/** Starts a program in a running container. Throws NO_DOCKER. */
async function startExec(container: Container, spec: ExecSpec): Promise<RunningExec> {
  const { command, directory = '/', env = {}, input, user, what } = spec;
  return await onDaemon(what, async () => {
    const exec = await container.exec({
      Cmd: command,
      User: user,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      WorkingDir: directory,
      AttachStdin: input !== undefined,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: input !== undefined });
    const { stderr, stdout } = demux(container, stream);
    return {
      stdout,
      stderr,
      stream,
      async exitCode() {
        const { ExitCode, Running } = await onDaemon(what, () => exec.inspect());
        return Running ? undefined : (ExitCode ?? undefined);
      },
    };
  });
}

/** Splits what the daemon sends as one stream. Both end when it does. */
export function demux(
  { modem }: Container,
  stream: NodeJS.ReadWriteStream,
): { stdout: PassThrough; stderr: PassThrough } {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  modem.demuxStream(stream, stdout, stderr);
  const end = () => {
    stdout.end();
    stderr.end();
  };
  stream.on('error', end).once('end', end).once('close', end);
  return { stdout, stderr };
}

/**
 * Runs a program to its end. It has ended when it has, not when its streams close: a server that it started may hold
 * them open for ever. Rejects with the signal's reason when that fires; with `end` the program has ended
 * then, or has not in its ten seconds.
 */
export async function runExec(container: Container, spec: ExecSpec): Promise<RunResult> {
  spec.signal?.throwIfAborted();
  const running = await startExec(container, spec);
  const out = collect(running.stdout, spec.outputLimit);
  const err = collect(running.stderr, spec.outputLimit);
  if (spec.input !== undefined) running.stream.end(spec.input);
  const closed = () => out.closed && err.closed;
  let exitCode: number | undefined;
  try {
    for (let looks = 0; exitCode === undefined; looks += 1) {
      // Mostly the streams close first; now and then the program itself is looked at.
      await once(running.stream, closed, 100, spec.signal);
      exitCode = await running.exitCode();
      if (exitCode === undefined && closed() && looks > 100) {
        throw new LabError('NO_DOCKER', `${spec.what}: its streams have closed, and it does not end`);
      }
    }
    await endOf([running.stdout, running.stderr]);
  } catch (error) {
    if (spec.signal?.aborted && spec.end) await endProgram(running, spec.end);
    throw error;
  } finally {
    running.stream.destroy();
  }
  return { stdout: out.text(), stderr: err.text(), exitCode };
}

/** A daemon says that a program runs a while before it does. Never throws: the container's end is that of all in it. */
async function endProgram(running: RunningExec, end: () => Promise<unknown>): Promise<void> {
  const ended = async () => {
    await end();
    return (await running.exitCode()) !== undefined;
  };
  await waitUntil('the program to end', ended, { timeout: endTimeout, interval: 20 }).catch(() => undefined);
}

/** Resolves when the stream has closed, and at the latest after `ms`. Rejects when the signal fires. */
async function once(stream: Duplex, closed: () => boolean, ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, closed() ? 2 : ms);
  const abort = () => reject(signal?.reason);
  stream.once('close', resolve).once('end', resolve);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stream.off('close', resolve).off('end', resolve);
    signal?.removeEventListener('abort', abort);
  }
}
