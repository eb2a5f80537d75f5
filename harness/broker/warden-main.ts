import { isAlive } from '../core/processes.ts';
import { readJournal } from './journal.ts';
import { sweepRun } from './sweep.ts';

/** The program of a warden: `node warden-main.ts JOURNAL` sweeps the run of the journal if its owner is dead. */
const journal = readJournal(process.argv[2] ?? '');
if (journal && !isAlive(journal.owner)) sweepRun(journal);
