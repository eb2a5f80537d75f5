import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect } from '../../core/collect.ts';
import { environmentOf, listProcesses, worksIn } from '../../core/processes.ts';
import { waitUntil } from '../../core/wait-until.ts';

/** Directories of their own for the command lines of a test, so that what they leave can be counted. */
export interface LabHome extends Disposable {
  env: Record<string, string>;
  /** Runs the CLI as npm does, in a process group of its own. */
  start(...args: string[]): LabProcess;
  /** What runs have left: processes, run directories, journals. */
  left(): { processes: number[]; runs: string[]; journals: string[] };
}

export interface LabProcess {
  child: ChildProcess;
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
      const began = performance.now();
      const child = spawn('sh', [script, ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const [stdout, stderr] = [collect(child.stdout, 1e6), collect(child.stderr, 1e6)];
      const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
        child.once('exit', (...status) => resolve(status));
      });
      const ended = exited.then(async ([code, signal]) => {
        const ms = performance.now() - began;
        await waitUntil('its output', () => stdout.closed && stderr.closed, { timeout: 1000 }).catch(() => undefined);
        return { code, signal, stdout: stdout.text(), stderr: stderr.text(), ms };
      });
      return { child, ended };
    },
    left() {
      const processes = listProcesses()
        .map(({ pid }) => pid)
        .filter((pid) => pid !== process.pid && (environmentOf(pid, owner) === home || worksIn(pid, work)));
      return {
        processes,
        runs: entries(join(work, 'work', 'runs')),
        journals: entries(join(home, 'state', 'journal')),
      };
    },
    [Symbol.dispose]() {
      for (const path of [home, work]) rmSync(path, { recursive: true, force: true });
    },
  };
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
