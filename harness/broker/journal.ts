import { closeSync, constants, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  start: string;
}

/** One line of a journal. Each is written before the thing exists, except `process`, which needs a pid. */
export type JournalLine =
  | { kind: 'run'; runId: string; owner: ProcessIdentity; directory: string; at: string }
  | { kind: 'joined'; by: ProcessIdentity; for: string }
  | { kind: 'directory'; path: string }
  | { kind: 'starting'; id: number; label: string }
  | ({ kind: 'process'; id: number; label: string } & ProcessIdentity)
  | ({ kind: 'outside'; by: number } & Sweeper);

/** What ends things that this machine's processes and directories do not show: containers, networks. */
export interface Sweeper {
  /** Absolute path of a program of ours, run by Node as `PROGRAM PLACE THINGS…`; it succeeds where nothing is left. */
  program: string;
  /** Where they are, as the program understands it. */
  place: string;
  /** What they are known by there. */
  things: string;
}

/** What a run's journal says, read back by a sweep. */
export interface JournalContent {
  path: string;
  runId: string;
  owner: ProcessIdentity;
  directory: string;
  directories: string[];
  processes: ProcessIdentity[];
  /** Workers that joined, and what for. */
  workers: (ProcessIdentity & { for: string })[];
  /** What ends the rest, and the pid of the process that started it. */
  sweepers: (Sweeper & { by: number })[];
}

/** Appends to the journal of one run; every line is in the kernel's hands when `write` returns. */
export class Journal {
  readonly path: string;

  constructor(stateDirectory: string, runId: string) {
    const folder = journalFolder(stateDirectory);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = journalPath(stateDirectory, runId);
  }

  /** Throws ENOENT when the run was swept: what would be started then, nobody would find. */
  write(line: JournalLine): void {
    const create = line.kind === 'run' ? constants.O_CREAT : 0;
    const fd = openSync(this.path, constants.O_WRONLY | constants.O_APPEND | create, 0o600);
    try {
      writeSync(fd, `${JSON.stringify(line)}\n`);
    } finally {
      closeSync(fd);
    }
  }

  /** The run left nothing: its journal goes. */
  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** Every journal that runs have left in the state directory, unreadable ones left out. */
export function readJournals(stateDirectory: string): JournalContent[] {
  const folder = journalFolder(stateDirectory);
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const content = readJournal(join(folder, name));
    return content ? [content] : [];
  });
}

/** Undefined when it has gone or does not begin with its `run` line. A torn last line is left out. */
export function readJournal(path: string): JournalContent | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n').flatMap(parseLine);
  const head = lines[0];
  if (head?.kind !== 'run') return undefined;
  const processes = lines.flatMap((line) =>
    line.kind === 'process' ? [{ pid: line.pid, start: line.start }] : line.kind === 'joined' ? [line.by] : [],
  );
  const workers = lines.flatMap((line) => (line.kind === 'joined' ? [{ ...line.by, for: line.for }] : []));
  const directories = lines.flatMap((line) => (line.kind === 'directory' ? [line.path] : []));
  // Earlier versions named no place.
  const sweepers = lines.flatMap((line) => (line.kind === 'outside' && line.place !== undefined ? [line] : []));
  const { runId, owner, directory } = head;
  return { path, runId, owner, directory, directories, processes, workers, sweepers };
}

function parseLine(line: string): JournalLine[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as JournalLine];
  } catch {
    return [];
  }
}

export function journalPath(stateDirectory: string, runId: string): string {
  return join(journalFolder(stateDirectory), `${runId}.ndjson`);
}

function journalFolder(stateDirectory: string): string {
  return join(stateDirectory, 'journal');
}
