import type { Broker, Owner } from '../../broker/broker.ts';
import { collect } from '../../core/collect.ts';
import { endOf } from '../../core/last-words.ts';
import type { Ward } from '../../enclosure/ward.ts';
import type { RunOptions, RunResult } from '../engine.ts';

export interface Shell {
  broker: Broker;
  label: string;
  cwd: string;
  env: Record<string, string>;
  owner: Owner | undefined;
  ward: Ward | undefined;
}

/** What is to be started for a command in a ward, or for the command itself where there is none. */
export function commandIn(ward: Ward | undefined, command: string, args: readonly string[], cwd: string) {
  return ward ? { ...ward.wrap(command, args, cwd), cwd: '/' } : { command, args, cwd };
}

/**
 * Runs one command line. It has ended when its shell has, not when its pipes close: a server that it started may hold
 * them open for ever. An aborted command is killed with everything it started, and rejects with the signal's reason.
 */
export async function runInShell(shell: Shell, command: string, options: RunOptions = {}): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const owned = await shell.broker.spawn({
    label: shell.label,
    ...commandIn(shell.ward, '/bin/sh', ['-c', command], shell.cwd),
    env: shell.env,
    owner: shell.owner,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = owned.child;
  const out = collect(stdout, options.outputLimit);
  const err = collect(stderr, options.outputLimit);
  stdin?.on('error', () => undefined); // it ended without reading: its exit code tells
  stdin?.end(options.input);
  const abort = () => void owned.kill();
  options.signal?.addEventListener('abort', abort, { once: true });
  const status = await owned.exited;
  options.signal?.removeEventListener('abort', abort);
  await endOf([stdout, stderr]);
  stdout?.destroy();
  stderr?.destroy();
  options.signal?.throwIfAborted();
  return { stdout: out.text(), stderr: err.text(), exitCode: status.code ?? 128 };
}
