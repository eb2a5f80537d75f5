import type { BatchLine, GradeFacts, GradingName, GradingResult, ShortTrouble } from './batch-lines.ts';

/** How often a grading may fail by our fault before it is set aside, so that the rest can go on. */
export const mostErrors = 2;

/** What the journal knows of one grading: of one key. */
export interface GradingState extends GradingName {
  /** Times that it was begun and did not come to an end: the batch was killed, maybe by it. */
  broken: number;
  /** Our faults since the last result, oldest first. */
  errors: { trouble: ShortTrouble; evidence?: string }[];
  result?: GradingResult;
  /** Whether the result is to be found anew: it stands until there is another. */
  again?: true;
  /** What its grade depends on; unknown of gradings before that was written down. */
  facts?: GradeFacts;
  /** Of the repository that was handed in last. */
  commit?: string;
}

/** The states of all gradings that the lines name, in the order in which they appear. */
export function gradingStates(lines: readonly BatchLine[]): GradingState[] {
  const states = new Map<string, GradingState>();
  const of = ({ exercise, key, student }: GradingName) => {
    const name = stateName({ exercise, key, student });
    const state = states.get(name) ?? { student, exercise, key, broken: 0, errors: [] };
    states.delete(name); // the newest stands last
    states.set(name, state);
    return state;
  };
  for (const line of lines) {
    if (line.kind === 'asked') {
      const state = of(line);
      if (line.facts) state.facts = line.facts;
      if (line.commit) state.commit = line.commit;
    } else if (line.kind === 'again') {
      const state = of(line);
      state.again = true;
      state.errors = [];
    } else if (line.kind === 'started') of(line).broken += 1;
    else if (line.kind === 'finished') {
      const state = of(line);
      state.broken = 0;
      state.result = line.result;
      state.errors = [];
      delete state.again;
    } else if (line.kind === 'errored') {
      const state = of(line);
      state.broken = 0;
      state.errors.push({ trouble: line.trouble, evidence: line.evidence });
    } else if (line.kind === 'ended') for (const state of states.values()) state.broken = 0; // it was not killed
  }
  return [...states.values()];
}

/** Identifies a grading among all of a batch. */
export function stateName({ exercise, key, student }: GradingName): string {
  return JSON.stringify([student, exercise, key]);
}
