import { describeError, LabError } from '../../core/errors.ts';

/** One thing that is looked at; `look` says what was found, or throws what is wrong. */
export interface Probe {
  name: string;
  /** The course works without it: what is wrong with it is told, and is no gap. */
  optional?: true;
  look: () => Promise<string> | string;
}

/** What was found of it. A gap keeps the course from grading; a note does not. */
export interface Finding {
  name: string;
  state: 'ok' | 'note' | 'gap';
  found: string;
  /** The next command, where something is to be done. */
  next?: string;
}

/** Runs one probe. Never rejects. */
export async function examine({ look, name, optional }: Probe): Promise<Finding> {
  try {
    return { name, state: 'ok', found: await look() };
  } catch (error) {
    const next = error instanceof LabError ? error.next : 'report it';
    return { name, state: optional ? 'note' : 'gap', found: describeError(error).join('; '), next };
  }
}
