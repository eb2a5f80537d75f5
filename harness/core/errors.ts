/**
 * The harness's own errors. Every one carries a stable code, says what was found and where, and names the next
 * command to run. A student's failure is never a LabError: see grading/failure.ts.
 */
export class LabError extends Error {
  readonly code: ErrorCode;
  /** Where it was found: a file, a flag, a node. */
  readonly where: string | undefined;
  /** The next command to run, or the next thing to do. */
  readonly next: string;

  constructor(code: ErrorCode, found: string, details: { where?: string; next?: string; cause?: unknown } = {}) {
    super(found, { cause: details.cause });
    this.name = 'LabError';
    this.code = code;
    this.where = details.where;
    this.next = details.next ?? errorTable[code].next;
  }

  /** The exit code of a command that ends with this error (DESIGN 7: 2 could not grade, 3 refused). */
  get exitCode(): 2 | 3 {
    return errorTable[this.code].exit;
  }
}

/** What each code means, the exit code it ends a command with, and what to do when the error itself does not say. */
export const errorTable = {
  ARGUMENT: { exit: 3, means: 'a word or flag on the command line is wrong', next: 'npm run grade -- --help' },
  UNKNOWN_EXERCISE: { exit: 3, means: 'no exercise has that name', next: 'npm run grade -- --help' },
  BAD_MANIFEST: {
    exit: 3,
    means: 'an exercise.ts is not a valid manifest',
    next: 'npm run dev check (its author), or take the file back from git',
  },
  BAD_LECTURE: { exit: 3, means: 'a source of the lecture is wrong', next: 'see lecture/README.md' },
  BAD_SUBMISSION: { exit: 3, means: 'the submission folder is missing or unreadable', next: 'npm run grade -- --help' },
  NO_RUN: { exit: 3, means: 'no earlier run can be looked at', next: 'npm run grade ex4' },
  NOT_ISOLATED: { exit: 3, means: 'the work of others would not be isolated', next: 'npm run doctor, or --trust' },
  NO_POSTGRES: { exit: 3, means: 'no usable PostgreSQL installation was found', next: 'npm run doctor' },
  NO_STORAGE: { exit: 2, means: 'no directory for the servers could be made', next: 'npm run doctor' },
  BUSY: { exit: 2, means: 'the machine has no time for a grading', next: 'grade again when less runs beside it' },
  NO_QUEUE: {
    exit: 2,
    means: 'the queue of a batch does not answer',
    next: 'look whether its PostgreSQL runs, and whether --queue and PGPASSWORD are right',
  },
  START_FAILED: { exit: 2, means: 'a process that the harness needs did not start', next: 'npm run doctor' },
  NO_DOCKER: { exit: 2, means: 'Docker does not do what the engine needs', next: 'npm run doctor' },
  NODE_DOWN: { exit: 2, means: 'a node does not answer', next: 'look at the node log in the evidence folder' },
  WAIT_TIMEOUT: {
    exit: 2,
    means: 'a condition did not come true in time',
    next: 'look at events.jsonl in the evidence folder',
  },
  UNSUPPORTED: { exit: 2, means: 'the engine or the installation cannot do this', next: 'npm run doctor' },
  REFUSED: { exit: 3, means: 'the operation is not permitted', next: 'see `permits` in the exercise.ts' },
  GRADER: { exit: 2, means: 'the grader itself failed', next: 'look at report.json in the evidence folder' },
  INTERRUPTED: { exit: 2, means: 'the run was interrupted', next: 'run it again' },
} as const satisfies Record<string, { exit: 2 | 3; means: string; next: string }>;

export type ErrorCode = keyof typeof errorTable;

/** The message of anything that was thrown, `undefined` and plain objects included. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string') return thrown;
  return `a thrown ${thrown === null ? 'null' : typeof thrown}`;
}

/** One line per error and cause, outermost first, as the terminal shows it. */
export function describeError(thrown: unknown): string[] {
  const lines: string[] = [];
  for (let at = thrown, depth = 0; at !== undefined && depth < 8; depth += 1) {
    const where = at instanceof LabError && at.where ? ` (${at.where})` : '';
    lines.push(`${depth === 0 ? '' : 'because: '}${messageOf(at)}${where}`);
    at = at instanceof Error ? at.cause : undefined;
  }
  return lines;
}
