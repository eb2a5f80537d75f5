/** One mistake in a submission that keeps it from running, with its cure. */
export interface Finding {
  /** Relative to the submission; `.` for the submission as a whole. */
  path: string;
  line?: number;
  /** One line: what is wrong, and what to write instead. */
  message: string;
}

/** `src/setup.ts:3: …`, as editors make it a link. */
export function formatFinding({ path, line, message }: Finding): string {
  return `${path}${line === undefined ? '' : `:${line}`}: ${message}`;
}
