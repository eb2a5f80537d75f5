import { isAbsolute } from 'node:path';
import { deadline } from '../../core/clock.ts';
import { LabError } from '../../core/errors.ts';
import type { LinkAddress } from '../../gateway/gateway.ts';
import { type Machine, type RunOptions, type RunResult, type StopMode, serverState } from '../engine.ts';
import { fileText, readLimit } from '../file-text.ts';
import { PowerHistory } from '../power-history.ts';
import type { Attendant } from './attendant.ts';
import { type Container, removeContainer, requireRunning } from './container.ts';
import { machineHome } from './docker-templates.ts';
import { type ExecSpec, runExec } from './exec.ts';
import type { Order } from './server-script.ts';

/** Milliseconds for a server to accept connections, or to end, when the caller names none. */
const powerTimeout = 30_000;
const stopSignals = { smart: 'TERM', fast: 'INT', immediate: 'QUIT' } as const;
export const serverLog = `${machineHome}/server.log`;

export interface DockerMachineOptions {
  name: string;
  container: Container;
  /** It runs in the container, and knows how the server is started. */
  attendant: Attendant;
  dataDirectory: string;
  address: LinkAddress;
  /** Gives back what belongs to the machine besides its container. */
  released(): void;
}

/** A machine that is a container, in which a server may run. */
export class DockerMachine implements Machine {
  readonly name: string;
  readonly dataDirectory: string;
  readonly address: LinkAddress;
  readonly source = undefined;
  readonly #options: DockerMachineOptions;
  readonly #history = new PowerHistory();
  readonly power = this.#history.events;
  readonly #container: Container;
  readonly #attendant: Attendant;
  /** The latest postmaster that was known to run. */
  #postmaster: string | undefined;
  #commands = 0;

  constructor(options: DockerMachineOptions) {
    this.name = options.name;
    this.dataDirectory = options.dataDirectory;
    this.address = options.address;
    this.#options = options;
    this.#container = options.container;
    this.#attendant = options.attendant;
  }

  async start({ timeout = powerTimeout } = {}): Promise<void> {
    await this.#notice();
    const { name } = this;
    if (serverState(this) !== 'off') {
      throw new LabError('REFUSED', `the server of ${name} runs already`, { where: name, next: 'stop it first' });
    }
    const time = this.#history.started();
    const settled = Promise.withResolvers<string>();
    let from = '0';
    const served = this.#attendant.follow('serve', [], (line) => {
      const [word, value = ''] = line.split(' ');
      if (word === 'from') from = value;
      else {
        if (word === 'exit') this.#history.endedIn(time, inWords(Number(value)));
        settled.resolve(line);
      }
    });
    // Somebody killed the one who watches the server: what has become of the server is looked at.
    const over = () => {
      settled.resolve('');
      if (!this.#history.hasEnded(time)) void this.#notice().catch(() => undefined);
    };
    served.then(over, over);
    using _late = deadline(timeout, () => settled.resolve('late'));
    const said = await settled.promise;
    if (said.startsWith('ready ')) {
      this.#postmaster = said.slice(6);
      return;
    }
    await this.vouch();
    await this.#perform('kill');
    this.#history.endedIn(time, 'SIGKILL');
    const lines = (await this.log({ from: Number(from) })).trim().split('\n').slice(-8);
    throw new LabError('START_FAILED', `the server of ${name} did not start:\n${lines.join('\n')}`);
  }

  async stop(mode: StopMode, { timeout = powerTimeout } = {}): Promise<void> {
    await this.#requireServer('stop');
    await this.#history.end(`stopped (${mode})`, async () => {
      const left = await this.#perform('stop', stopSignals[mode], String(Math.ceil(timeout / 10)));
      if (left !== '') throw new LabError('WAIT_TIMEOUT', `${this.name} did not stop (${mode}) in ${timeout} ms`);
    });
  }

  async kill(): Promise<void> {
    await this.#history.end('SIGKILL', async () => void (await this.#perform('kill')));
  }

  async pause(): Promise<void> {
    await this.#requireServer('pause', 'STOP');
    this.#history.paused();
  }

  async resume(): Promise<void> {
    await this.#requireServer('resume', 'CONT');
    this.#history.resumed();
  }

  async run(command: string, options: RunOptions = {}): Promise<RunResult> {
    const mark = String(++this.#commands);
    const end = () => this.#perform('abort', mark);
    const result = await this.#shell(['sh', '-c', command], { ...options, env: { LAB_COMMAND: mark }, end });
    await this.#notice();
    return result;
  }

  async writeFile(path: string, text: string): Promise<void> {
    const [place, bytes] = [this.#resolve(path), text].map((word) => Buffer.from(word).toString('base64'));
    const { status, text: complaint } = await this.#attendant.ask('write', place ?? '', bytes ?? '');
    if (status !== 0) throw new LabError('REFUSED', `cannot write ${path}: ${complaint}`, { where: this.name });
  }

  async readFile(path: string): Promise<string> {
    const command = ['head', '-c', String(readLimit + 1), this.#resolve(path)];
    return fileText(await this.#shell(command, { outputLimit: readLimit + 1 }), path, this.name);
  }

  async log({ from = 0, limit = 256 * 1024 } = {}): Promise<string> {
    const command = ['sh', '-c', 'tail -c +"$(($1 + 1))" "$0" | tail -c "$2"', serverLog, String(from), String(limit)];
    const what = `cannot read the log of ${this.name}`;
    return (await runExec(this.#container, { what, command, user: 'root', outputLimit: limit })).stdout;
  }

  async logSize(): Promise<number> {
    return Number(await this.#perform('size'));
  }

  /** Throws NO_DOCKER when the container does not run: whatever was seen on this machine then says nothing. */
  async vouch(): Promise<void> {
    await requireRunning(this.#container, `the container of ${this.name}`);
  }

  async room(): Promise<number> {
    const { stdout } = await this.#shell(['df', '-Pk', machineHome], {});
    return Number(stdout.split('\n')[1]?.split(/\s+/)[3]) * 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeContainer(this.#container);
    this.#options.released();
  }

  #shell(command: string[], options: RunOptions & Pick<ExecSpec, 'env' | 'end'>): Promise<RunResult> {
    return runExec(this.#container, {
      what: `cannot run a command on ${this.name}`,
      command,
      user: 'postgres',
      directory: `${machineHome}/home`,
      ...options,
    });
  }

  /** What the operation says: the pid of the postmaster, or nothing. */
  async #perform(operation: Order, ...words: string[]): Promise<string> {
    return (await this.#attendant.ask(operation, ...words)).text;
  }

  async #requireServer(verb: string, signal = '0'): Promise<void> {
    if ((await this.#perform('signal', signal)) !== '') return;
    throw new LabError('REFUSED', `cannot ${verb} ${this.name}: its server does not run`, {
      where: this.name,
      next: 'start it first',
    });
  }

  /** A command may have started, restarted or stopped the server behind our back. */
  async #notice(): Promise<void> {
    const found = await this.#perform('look');
    if (found === '') this.#history.ended('ended by a command');
    else if (found !== this.#postmaster || serverState(this) === 'off') {
      this.#history.ended('restarted by a command');
      this.#postmaster = found;
      void this.#watch(found, this.#history.started()).catch(() => undefined);
    }
  }

  /** Of a server that is not our child, the end is noticed by somebody who looks. */
  async #watch(postmaster: string, time: number): Promise<void> {
    await this.#attendant.follow('watch', [postmaster]);
    this.#history.endedIn(time, 'ended');
  }

  #resolve(path: string): string {
    return isAbsolute(path) ? path : `${this.dataDirectory}/${path}`;
  }
}

/** A shell's exit status. */
function inWords(status: number): string {
  const signals: Record<number, string> = {
    131: 'SIGQUIT',
    134: 'SIGABRT',
    137: 'SIGKILL',
    139: 'SIGSEGV',
    143: 'SIGTERM',
  };
  return signals[status] ?? `exit code ${status}`;
}
