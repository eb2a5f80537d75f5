import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How a program ended and what it said. */
export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  environment?: Record<string, string>;
  /** Called with the running process, to signal it. */
  started?: (child: ChildProcess) => void;
}

/** `nobody`, since PostgreSQL refuses to run as root; undefined where we are not root. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/**
 * A temporary directory with a copy of the program and of the two packages it needs, as students get it. Everything
 * in it goes when it is disposed of.
 */
export class Playground implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'basebackup-'));
  readonly #main: string;

  constructor() {
    const program = join(this.root, 'program');
    const ours = (path: string) => !path.endsWith('.test.ts') && path !== import.meta.dirname;
    cpSync(dirname(import.meta.dirname), program, { recursive: true, filter: ours });
    for (const [name, source] of packageClosure(['pg', 'tar-stream'])) {
      cpSync(source, join(this.root, 'node_modules', name), { recursive: true });
    }
    this.#main = join(program, 'main.ts');
    chmodSync(this.root, 0o755);
    if (unprivileged) chownSync(this.root, unprivileged.uid, unprivileged.gid);
  }

  path(name: string): string {
    return join(this.root, name);
  }

  directory(name: string, mode = 0o700): string {
    const path = this.path(name);
    mkdirSync(path, { mode });
    chmodSync(path, mode);
    if (unprivileged) chownSync(path, unprivileged.uid, unprivileged.gid);
    return path;
  }

  /** A file that only the program may read. */
  privateFile(name: string, content: string): string {
    const path = this.path(name);
    writeFileSync(path, content, { mode: 0o600 });
    if (unprivileged) chownSync(path, unprivileged.uid, unprivileged.gid);
    return path;
  }

  /** Runs the program unprivileged, with nothing in its environment but HOME and what is given. */
  backup(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const [command = '', ...rest] = this.command(args);
    return this.run(command, rest, options);
  }

  /** The program's command line. */
  command(args: readonly string[]): string[] {
    return [process.execPath, this.#main, ...args];
  }

  run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const env = { HOME: this.root, PATH: process.env.PATH ?? '', LC_ALL: 'C', ...options.environment };
    const limits = { timeout: 30_000, killSignal: 'SIGKILL' } as const;
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(command, args, { cwd: this.root, env, ...unprivileged, ...limits, stdio: [...stdio] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    options.started?.(child);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, ...said }));
    });
  }

  /** Runs a command to its end; throws with what it said when it fails. */
  mustRun(command: string, args: readonly string[]): string {
    const result = spawnSync(command, args, { cwd: this.root, ...unprivileged, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`${command} failed: ${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Directories of packages and of all that they depend on, by name. */
function packageClosure(names: readonly string[], from = import.meta.url, found = new Map<string, string>()) {
  for (const name of names) {
    if (found.has(name)) continue;
    const manifest = findManifest(name, from);
    found.set(name, dirname(manifest));
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    packageClosure(Object.keys(dependencies), manifest, found);
  }
  return found;
}

/** Not every package exports its package.json, so it is looked for above the main file. */
function findManifest(name: string, from: string): string {
  const main = createRequire(from).resolve(name);
  const end = main.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length;
  return join(main.slice(0, end), 'package.json');
}
