import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { journalPath } from './journal.ts';
import type { RunHandle } from './open-broker.ts';

/** Sleeps until the pipe to the owner closes. A run that ended in order has removed its journal: then nothing is left. */
const script = 'read -r _; [ ! -e "$2" ] || exec "$0" --disable-warning=ExperimentalWarning "$1" "$2"';

/**
 * Starts a process that waits for the end of this one, and then sweeps what the run has left, so that a `kill -9` of
 * its owner leaves nothing for longer than a moment. A worker could not do it: vitest kills its workers at that moment.
 * The journal is for when both were killed. It is a shell until it is needed, in a session of its own.
 */
export function postWarden(run: RunHandle, nodePath: string): void {
  const main = join(import.meta.dirname, 'warden-main.ts');
  const args = ['-c', script, nodePath, main, journalPath(run.stateDirectory, run.runId)];
  const env = { PATH: '/usr/bin:/bin' }; // without the run's mark, by which a sweep would end it
  const warden = spawn('/bin/sh', args, { cwd: '/', env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  warden.on('error', () => undefined); // then the next run sweeps
  warden.stdin.on('error', () => undefined);
  warden.unref();
}
