import { journalPath, readJournal } from './journal.ts';
import type { RunHandle } from './open-broker.ts';
import { sweepRun } from './sweep.ts';

/**
 * In a worker: when the process that owns the run dies, its channel closes; then this one ends everything of the run
 * and itself. So even `kill -9` leaves nothing for longer than a moment; the journal is for when both were killed.
 */
export function sweepWhenOwnerDies(run: RunHandle): void {
  if (!process.channel) return;
  process.once('disconnect', () => {
    const journal = readJournal(journalPath(run.stateDirectory, run.runId));
    if (journal) sweepRun(journal);
    process.exit(1);
  });
}
