import { isAlive, killNow } from '../core/processes.ts';
import { journalPath, readJournal } from './journal.ts';
import type { RunHandle } from './open-broker.ts';

/** SIGKILL for the workers that joined a run for one purpose. True when there was one. */
export function killWorkers(run: RunHandle, purpose: string): boolean {
  const journal = readJournal(journalPath(run.stateDirectory, run.runId));
  const found = (journal?.workers ?? []).filter((worker) => worker.for === purpose && isAlive(worker));
  return found.map(({ pid }) => killNow(pid)).includes(true);
}
