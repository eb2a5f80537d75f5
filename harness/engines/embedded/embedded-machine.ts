import { chownSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Broker, OwnedProcess, Owner } from '../../broker/broker.ts';
import { LabError } from '../../core/errors.ts';
import { isAlive, killNow, startOf } from '../../core/processes.ts';
import { releaseSharedMemory } from '../../core/shared-memory.ts';
import { NotYet, waitUntil } from '../../core/wait-until.ts';
import type { Ward } from '../../enclosure/ward.ts';
import type { LinkAddress } from '../../gateway/gateway.ts';
import { type Machine, type RunOptions, type RunResult, type StopMode, serverState } from '../engine.ts';
import { fileText, readLimit } from '../file-text.ts';
import { PowerHistory } from '../power-history.ts';
import { asArguments, serverSettings } from '../server-settings.ts';
import { commandIn, runInShell, type Shell } from './machine-shell.ts';
import { ServerLog } from './server-log.ts';
import {
  dropServer,
  findPostmaster,
  findStarted,
  killServer,
  type Postmaster,
  serverPids,
  wakeServer,
} from './server-processes.ts';

/** Milliseconds for a server to accept connections, or to end, when the caller names none. */
const powerTimeout = 30_000;
const stopSignals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

export interface EmbeddedMachineOptions {
  name: string;
  /** The machine's own directory; `data` below it is the data directory. */
  directory: string;
  address: LinkAddress;
  binDirectory: string;
  /** Of PostgreSQL. */
  major: number;
  /** Where `node.$` finds programs. */
  path: string;
  broker: Broker;
  owner: Owner | undefined;
  /** Where its server and its commands run; undefined: as any process of this machine. */
  ward: Ward | undefined;
}

/** A machine that is a directory and a loopback address. */
export class EmbeddedMachine implements Machine {
  readonly name: string;
  readonly dataDirectory: string;
  readonly address: LinkAddress;
  readonly source: string | undefined;
  readonly #options: EmbeddedMachineOptions;
  readonly #history = new PowerHistory();
  readonly power = this.#history.events;
  readonly #log: ServerLog;
  readonly #shell: Shell;
  /** Every postmaster that ran here: a killed one has left shared memory. */
  readonly #postmasters = new Set<number>();
  /** A process that is older than whatever works on this machine. */
  readonly #born = startOf(process.pid);
  /** Whether anything has run here: until then the files are ours alone. */
  #used = false;
  /** A postmaster that a command started, watched because we are not its parent. */
  #adopted: Postmaster | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: EmbeddedMachineOptions) {
    this.name = options.name;
    this.dataDirectory = join(options.directory, 'data');
    this.address = options.address;
    this.source = process.platform === 'linux' ? options.address.host : undefined;
    this.#options = options;
    this.#log = new ServerLog(join(options.directory, 'server.log'));
    const home = join(options.directory, 'home');
    const env = { PATH: options.path, HOME: home, PGDATA: this.dataDirectory, LC_ALL: 'C', TZ: 'UTC' };
    const { broker, owner, ward } = options;
    this.#shell = { broker, label: `command on ${options.name}`, cwd: home, env, owner, ward };
  }

  async start({ timeout = powerTimeout } = {}): Promise<void> {
    if (findPostmaster(this.dataDirectory)) {
      throw new LabError('REFUSED', `the server of ${this.name} runs already`, {
        where: this.name,
        next: 'stop it first',
      });
    }
    const { broker, binDirectory, major, owner, ward } = this.#options;
    const { name, dataDirectory } = this;
    const settings = serverSettings({ name, dataDirectory, major, ...this.address });
    this.#used = true;
    const before = this.#log.size;
    const fd = this.#log.openForServer();
    let server: OwnedProcess;
    try {
      server = await broker.spawn({
        label: `postgres ${this.name}`,
        ...commandIn(ward, join(binDirectory, 'postgres'), ['-D', dataDirectory, ...asArguments(settings)], '/'),
        // The machine's own: what archive_command and its kind run is found where a student's commands are.
        env: { PATH: this.#options.path, LC_ALL: 'C', TZ: 'UTC' },
        owner,
        stdio: ['ignore', fd, fd],
      });
    } finally {
      closeSync(fd);
    }
    this.#postmasters.add(server.pid);
    if (this.#adopted) this.#history.ended('ended'); // a moment ago, by itself
    this.#adopted = undefined;
    const time = this.#history.started();
    void server.exited.then(({ at, code, signal }) => this.#history.endedIn(time, signal ?? `exit code ${code}`, at));
    try {
      await this.#ready(server, timeout);
    } catch (cause) {
      await server.kill();
      await killServer(this.dataDirectory);
      const said = this.#log.read(this.#log.size - before).trim();
      const lines = said.split('\n').slice(-8);
      throw new LabError('START_FAILED', `the server of ${this.name} did not start:\n${lines.join('\n')}`, { cause });
    }
  }

  async stop(mode: StopMode, { timeout = powerTimeout } = {}): Promise<void> {
    const postmaster = this.#running('stop');
    await this.#history.end(`stopped (${mode})`, async () => {
      killNow(postmaster.pid, stopSignals[mode]);
      await waitUntil(
        `the server of ${this.name} to stop (${mode})`,
        () => !isAlive(postmaster) && serverPids(this.dataDirectory).length === 0,
        { timeout, interval: 2 },
      );
    });
  }

  async kill(): Promise<void> {
    await this.#history.end('SIGKILL', () => killServer(this.dataDirectory));
  }

  async pause(): Promise<void> {
    this.#running('pause');
    for (const pid of serverPids(this.dataDirectory)) killNow(pid, 'SIGSTOP');
    this.#history.paused();
  }

  async resume(): Promise<void> {
    this.#running('resume');
    wakeServer(this.dataDirectory);
    this.#history.resumed();
  }

  async run(command: string, options: RunOptions = {}): Promise<RunResult> {
    this.#used = true;
    const result = await runInShell(this.#shell, command, options);
    await this.#notice();
    return result;
  }

  async writeFile(path: string, text: string): Promise<void> {
    if (!this.#used && this.#resolve(path).startsWith(`${this.dataDirectory}/`))
      return this.#prepareFile(this.#resolve(path), text);
    // What has run here may have put links in our way: only the servers' own user follows them.
    const target = quote(this.#resolve(path));
    const { exitCode, stderr } = await runInShell(this.#shell, `umask 077; cat > ${target}`, { input: text });
    if (exitCode !== 0) throw new LabError('REFUSED', `cannot write ${path}: ${stderr.trim()}`, { where: this.name });
  }

  async readFile(path: string): Promise<string> {
    const command = `head -c ${readLimit + 1} ${quote(this.#resolve(path))}`;
    return fileText(await runInShell(this.#shell, command, { outputLimit: readLimit + 1 }), path, this.name);
  }

  async log({ from = 0, limit = 256 * 1024 } = {}): Promise<string> {
    return this.#log.read(limit, from);
  }

  async logSize(): Promise<number> {
    return this.#log.size;
  }

  /** A directory and an address do not fail by themselves. */
  async vouch(): Promise<void> {}

  async room(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#options.directory);
    return bavail * bsize;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#watch);
    this.#log[Symbol.dispose]();
    if (serverState(this) === 'paused') await this.resume().catch(() => undefined); // it would not hear us
    await dropServer(this.dataDirectory, this.#options.directory, this.#born);
    releaseSharedMemory(this.#postmasters);
    rmSync(this.#options.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  #prepareFile(path: string, text: string): void {
    const { owner } = this.#options;
    writeFileSync(path, text, { mode: 0o600 });
    if (owner && process.getuid?.() === 0) chownSync(path, owner.uid, owner.gid);
  }

  /** Ready by postmaster.pid: the server writes it there when it accepts connections, on a follower too. */
  async #ready(server: OwnedProcess, timeout: number): Promise<void> {
    const ended = await waitUntil(
      `the server of ${this.name} to accept connections`,
      () => {
        const found = findStarted(this.dataDirectory, server.pid)?.status;
        if (found === 'ready') return 'ready';
        return server.exit ?? new NotYet(found ?? 'no postmaster.pid');
      },
      { timeout, interval: 2 },
    );
    if (ended !== 'ready') throw new Error(`it ended: ${ended.signal ?? `exit code ${ended.code}`}`);
  }

  #running(verb: string): Postmaster {
    const postmaster = findPostmaster(this.dataDirectory);
    if (!postmaster)
      throw new LabError('REFUSED', `cannot ${verb} ${this.name}: its server does not run`, {
        where: this.name,
        next: 'start it first',
      });
    return postmaster;
  }

  /** After a command: it may have started, restarted or stopped the server behind our back. */
  async #notice(): Promise<void> {
    const postmaster = findPostmaster(this.dataDirectory);
    const running = serverState(this) !== 'off';
    if (!postmaster) {
      // pg_ctl is content when postmaster.pid has gone, which is a moment before the process has.
      if (running && serverPids(this.dataDirectory).length > 0) await killedOrGone(this.dataDirectory);
      this.#history.ended('ended by a command');
    } else if (!running || (this.#adopted && this.#adopted.pid !== postmaster.pid)) {
      if (running) this.#history.ended('restarted by a command');
      this.#adopt(postmaster, this.#history.started());
    }
  }

  #adopt(postmaster: Postmaster, time: number): void {
    this.#adopted = postmaster;
    this.#postmasters.add(postmaster.pid);
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      if (isAlive(postmaster)) return;
      clearInterval(this.#watch);
      this.#history.endedIn(time, 'ended');
    }, 10);
    this.#watch.unref();
  }

  #resolve(path: string): string {
    return isAbsolute(path) ? path : resolve(this.dataDirectory, path);
  }
}

async function killedOrGone(dataDirectory: string): Promise<void> {
  await waitUntil('the server to be gone', () => serverPids(dataDirectory).length === 0, {
    timeout: 2000,
    interval: 2,
  }).catch(() => undefined); // it lingers: the next look tells
}

/** One word for the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
