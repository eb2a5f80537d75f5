import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LeftOver, leftOver } from '../../broker/left-over.ts';
import { collect } from '../../core/collect.ts';
import { endOf } from '../../core/last-words.ts';
import { killNow } from '../../core/processes.ts';
import { waitUntil } from '../../core/wait-until.ts';

/** Directories of their own for the command lines of a test, so that what they leave can be counted. */
export interface LabHome extends Disposable {
  env: Record<string, string>;
  /** Runs the CLI as npm does, in a process group of its own. */
  start(...args: string[]): LabProcess;
  /** The same, with a pipe as its stdin. */
  startPiped(...args: string[]): LabProcess;
  /** The same, on a terminal of its own (util-linux’ `script`); what is typed goes to the child's stdin. */
  startOnTerminal(...args: string[]): LabProcess;
  /** What runs have left: processes, run directories, journals. */
  left(): LeftOver;
}

/** Disposing kills what has not ended. */
export interface LabProcess extends Disposable {
  child: ChildProcess;
  /** What it has printed so far. */
  said(): string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string; ms: number }>;
}

const owner = 'LAB_TEST_HOME';

/** `root`: the repository whose command line is run; this one unless it is a copy. */
export function labHome(
  extra: Record<string, string> = {},
  root = join(import.meta.dirname, '..', '..', '..'),
): LabHome {
  const script = join(root, 'harness', 'cli', 'lab.sh');
  const home = mkdtempSync(join(tmpdir(), 'lab-cli-'));
  const work = mkdtempSync(join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'lab-cli-'));
  for (const path of [home, work]) chmodSync(path, 0o711);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    LAB_STATE_DIR: join(home, 'state'),
    LAB_WORK_DIR: join(work, 'work'),
    // What is counted afterwards are processes and directories of this machine.
    LAB_ENGINE: 'embedded',
    [owner]: home,
    ...extra,
  };
  return {
    env,
    start(...args) {
      return follow(spawn('sh', [script, ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }));
    },
    startPiped(...args) {
      return follow(spawn('sh', [script, ...args], { env, detached: true, stdio: 'pipe' }));
    },
    startOnTerminal(...args) {
      const line = [script, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
      const terminal = { ...env, TERM: 'xterm', NO_COLOR: '1' };
      const command = ['-qefc', `stty cols 120 rows 40; exec sh ${line}`, '/dev/null'];
      return follow(spawn('script', command, { env: terminal, detached: true, stdio: ['pipe', 'pipe', 'pipe'] }));
    },
    left: () =>
      leftOver({
        stateDirectory: env.LAB_STATE_DIR,
        workDirectory: env.LAB_WORK_DIR,
        mark: { name: owner, value: home },
      }),
    [Symbol.dispose]() {
      for (const path of [home, work]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Resolves after so many milliseconds, or when the process has ended. */
export async function afterAMoment(ms: number, { child }: LabProcess): Promise<void> {
  const began = performance.now();
  const passed = () => child.exitCode !== null || performance.now() - began >= ms;
  await waitUntil('the moment', passed, { timeout: ms + 1000, interval: 20 });
}

function follow(child: ChildProcess): LabProcess {
  const began = performance.now();
  const [stdout, stderr] = [collect(child.stdout, 1e6), collect(child.stderr, 1e6)];
  const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('exit', (...status) => resolve(status));
  });
  const ended = exited.then(async ([code, signal]) => {
    const ms = performance.now() - began;
    await endOf([child.stdout, child.stderr]);
    return { code, signal, stdout: stdout.text(), stderr: stderr.text(), ms };
  });
  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killNow(child.pid);
  };
  return { child, said: () => stdout.text(), ended, [Symbol.dispose]: kill };
}
