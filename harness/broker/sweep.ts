import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, isAlive, killNow, listProcesses, worksIn } from '../core/processes.ts';
import { releaseSharedMemory, sharedFilesOf } from '../core/shared-memory.ts';
import { type JournalContent, readJournals, type Sweeper } from './journal.ts';
import { runsFolder, type Storage } from './storage.ts';

/** What a sweep did, for the terminal. */
export interface SweepResult {
  runs: number;
  processes: number;
  directories: number;
}

/** The environment variable by which a process of a run is known, whoever started it. */
export const runVariable = 'REPLICATION_LAB_RUN';

/** By this one the descendants of one process are known when their parents have ended: `RUN/PID/NUMBER`. */
export const processVariable = 'REPLICATION_LAB_PROCESS';

/**
 * Ends and removes everything that dead runs left. A run is dead when the process that owns it is; what a live run
 * owns is never touched.
 */
export function sweepDeadRuns(storage: Storage): SweepResult {
  const total: SweepResult = { runs: 0, processes: 0, directories: 0 };
  const journals = readJournals(storage.stateDirectory);
  for (const journal of journals) {
    if (isAlive(journal.owner)) continue;
    const swept = sweepRun(journal);
    total.runs += 1;
    total.processes += swept.processes;
    total.directories += swept.directories;
  }
  total.directories += removeStrays(storage, new Set(journals.map((journal) => journal.directory)));
  return total;
}

/**
 * Ends every process of one run, then removes its directories and its journal. Synchronous, so that it also runs in
 * an exit handler.
 */
export function sweepRun(journal: JournalContent): { processes: number; directories: number } {
  const processes = endProcesses(journal);
  runSweepers(journal.sweepers);
  releaseSharedMemory(journal.processes.map(({ pid }) => pid));
  let directories = 0;
  for (const path of [...journal.directories.reverse(), journal.directory]) {
    if (removeDirectory(path, () => void endProcesses(journal))) directories += 1;
  }
  rmSync(journal.path, { force: true });
  return { processes, directories };
}

/** Milliseconds for what is at one place; what a silent daemon keeps is swept by a later run. */
const sweeperTimeout = 20_000;

/**
 * Runs the program of each place once, for all that is there, one place after another: a batch has a sweeper for each
 * of its workers. Never throws: what is left carries its owner's name for a later sweep.
 */
export function runSweepers(sweepers: readonly Sweeper[]): void {
  const places = Object.groupBy(sweepers, ({ place, program }) => JSON.stringify([program, place]));
  for (const [at, found = []] of Object.entries(places)) {
    const things = new Set(found.map((each) => each.things));
    const args = ['--disable-warning=ExperimentalWarning', ...JSON.parse(at), ...things];
    spawnSync(process.execPath, args, { timeout: sweeperTimeout, stdio: 'ignore', env: {} });
  }
}

function endProcesses(journal: JournalContent): number {
  const ended = new Set<number>();
  // Known processes first: a worker that still runs would go on starting others.
  const known = journal.processes.filter((each) => each.pid !== process.pid && isAlive(each));
  const shared = known.flatMap(({ pid }) => sharedFilesOf(pid));
  for (const { pid } of known) if (killNow(pid)) ended.add(pid);
  const killed = killAll(
    (pid) =>
      pid !== journal.owner.pid &&
      (worksIn(pid, journal.directory) || environmentOf(pid, runVariable) === journal.runId),
  );
  for (const pid of killed) ended.add(pid);
  for (const file of shared) rmSync(file, { force: true });
  return ended.size;
}

/** SIGKILL for every process of a kind, until two looks in a row find none: one may be starting another. */
export function killAll(isDoomed: (pid: number) => boolean): Set<number> {
  const ended = new Set<number>();
  const shared = new Set<string>();
  for (let quiet = 0, looks = 0; quiet < 2 && looks < 2000; looks += 1) {
    const found = listProcesses().filter(({ pid }) => pid !== process.pid && isDoomed(pid));
    for (const { pid } of found) for (const file of sharedFilesOf(pid)) shared.add(file);
    for (const { pid } of found) if (killNow(pid)) ended.add(pid);
    quiet = found.length === 0 ? quiet + 1 : 0;
  }
  for (const file of shared) rmSync(file, { force: true });
  return ended;
}

/** Directories of runs whose journal has gone: nothing can own them, for a journal outlives its directory. */
function removeStrays(storage: Storage, known: Set<string>): number {
  const folder = runsFolder(storage);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return 0;
  }
  const strays = names.map((name) => join(folder, name)).filter((path) => !known.has(path));
  // A run that began after the journals were read has a directory here and a journal that was not read.
  const late = new Set(readJournals(storage.stateDirectory).map((journal) => journal.directory));
  return strays.filter((path) => !late.has(path) && removeDirectory(path)).length;
}

/** Milliseconds in which a directory must go; what resists longer is swept by a later run. */
const removalTimeout = 2000;

/**
 * A warden and `clean` may remove the same one at once, and each then finds gone what it was about to remove: whoever
 * returns finds nothing there. `between` two tries, processes that came to light late are ended.
 */
function removeDirectory(path: string, between: () => void = () => undefined): boolean {
  if (!existsSync(path)) return false;
  for (const end = performance.now() + removalTimeout; existsSync(path) && performance.now() < end; between()) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The next try shows whether anything is left.
    }
  }
  return !existsSync(path);
}
