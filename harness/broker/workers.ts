import { join } from 'node:path';
import { environmentOf, isAlive, killNow, worksIn } from '../core/processes.ts';
import { type JournalContent, journalPath, readJournal } from './journal.ts';
import type { RunHandle } from './open-broker.ts';
import { killAll, processVariable, runSweepers } from './sweep.ts';

/** SIGKILL for the workers that joined a run for one purpose. True when there was one. */
export function killWorkers(run: RunHandle, purpose: string): boolean {
  return workersOf(run, purpose)
    .filter(isAlive)
    .map(({ pid }) => killNow(pid))
    .includes(true);
}

/**
 * Ends what dead workers of one purpose have left while the run goes on: processes that they started, servers that work
 * below the given directories of the run, and what they entrusted to sweepers.
 */
export function endLeftovers(run: RunHandle, purpose: string, directories: readonly string[]): void {
  const journal = readJournal(journalPath(run.stateDirectory, run.runId));
  const workers = workersOf(run, purpose).filter((worker) => !isAlive(worker));
  const prefixes = workers.map(({ pid }) => `${run.runId}/${pid}/`);
  killAll((pid) => {
    if (directories.some((name) => worksIn(pid, join(run.directory, name)))) return true;
    const mark = environmentOf(pid, processVariable);
    return prefixes.some((prefix) => mark?.startsWith(prefix));
  });
  runSweepers((journal?.sweepers ?? []).filter(({ by }) => workers.some(({ pid }) => pid === by)));
}

function workersOf(run: RunHandle, purpose: string): JournalContent['workers'] {
  const journal = readJournal(journalPath(run.stateDirectory, run.runId));
  return (journal?.workers ?? []).filter((worker) => worker.for === purpose);
}
