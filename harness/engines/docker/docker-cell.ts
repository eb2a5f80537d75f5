import { type Duplex, PassThrough, type Readable, type Writable } from 'node:stream';
import { wallNow } from '../../core/clock.ts';
import { collect } from '../../core/collect.ts';
import { LabError } from '../../core/errors.ts';
import type { Cell, CellExit } from '../../enclosure/cells.ts';
import type { Client } from './client.ts';
import { type Container, removeContainer } from './container.ts';
import { exitOf } from './daemon.ts';
import { demux } from './exec.ts';
import { onDaemon } from './failure.ts';
import { cellDirectory } from './program-image.ts';

/** Starts a container that was made for one program. `released` is called when it has gone. Throws NO_DOCKER. */
export async function startCell(client: Client, container: Container, released: () => void): Promise<DockerCell> {
  return await onDaemon('cannot start the container of a program', async () => {
    const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    const { stderr, stdout } = demux(container, stream);
    await container.start();
    return new DockerCell(client, container, { input: stream as Duplex, stdout, stderr, released });
  });
}

interface CellStreams {
  input: Writable;
  stdout: Readable;
  stderr: Readable;
  released(): void;
}

/** A container from its start to its removal. It says an empty line when its program begins, and then what that says. */
export class DockerCell implements Cell {
  readonly directory = cellDirectory;
  readonly input: Writable;
  readonly output = new PassThrough();
  readonly log: Readable;
  /** Resolves with the first word of its program, or with its end. */
  readonly spoke: Promise<void>;
  readonly exited: Promise<CellExit>;
  exit: CellExit | undefined;
  readonly #client: Client;
  readonly #container: Container;
  /** Resolves when all that it said has come. */
  readonly #silent: Promise<void>;
  #began = false;
  #removed: Promise<void> | undefined;

  constructor(client: Client, container: Container, { input, stdout, stderr, released }: CellStreams) {
    this.#client = client;
    this.#container = container;
    this.input = input;
    this.log = stderr;
    input.on('error', () => undefined); // its exit tells
    this.#silent = new Promise((resolve) => stdout.once('end', resolve));
    void this.#silent.then(() => this.output.end());
    const spoke = Promise.withResolvers<void>();
    stdout.on('data', (bytes: Buffer) => {
      const isFirst = !this.#began && bytes.length > 0; // it begins with the empty line
      this.#began ||= isFirst;
      const said = isFirst ? bytes.subarray(1) : bytes;
      if (said.length > 0) spoke.resolve();
      this.output.write(said);
    });
    this.exited = this.#end().then((exit) => {
      this.exit = exit;
      void this.#remove().then(released);
      return exit;
    });
    this.spoke = Promise.race([spoke.promise, this.exited.then(() => undefined)]);
  }

  async kill(): Promise<void> {
    await this.#remove();
    await this.exited;
  }

  #remove(): Promise<void> {
    this.#removed ??= removeContainer(this.#container);
    return this.#removed;
  }

  async #end(): Promise<CellExit> {
    const began = Math.floor(wallNow() / 1000);
    try {
      const code = await exitOf(this.#client, this.#container);
      const exit = { code, signal: null, at: wallNow() };
      if (this.#removed) return exit;
      const { State } = await this.#container.inspect();
      if (State.OOMKilled) return { ...exit, outOfMemory: true };
      if (code === 137 && (await this.#wasKilled(began))) throw new Error('somebody has killed it');
      if (!this.#began) await this.#silent;
      return this.#began ? exit : { ...exit, trouble: failed(`it ended before its program began (${code})`) };
    } catch (cause) {
      const trouble = failed('it has gone, and not by this course', cause);
      return { code: null, signal: null, at: wallNow(), ...(!this.#removed && { trouble }) };
    }
  }

  /** Whether the daemon was asked to end it: a program that kills itself has the same exit code. Seconds. */
  async #wasKilled(since: number): Promise<boolean> {
    const filters = { container: [this.#container.id], event: ['kill'] };
    const until = Math.ceil(wallNow() / 1000) + 1;
    const events = await this.#client.dockerode.getEvents({ since, until, filters });
    const said = collect(events as Readable);
    await new Promise((resolve) => events.once('end', resolve).once('close', resolve).once('error', resolve));
    return said.text() !== '';
  }
}

function failed(how: string, cause?: unknown): LabError {
  return new LabError('NO_DOCKER', `the container of a program failed: ${how}`, { next: 'run it again', cause });
}
