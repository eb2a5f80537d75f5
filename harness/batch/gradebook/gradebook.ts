import type { Points } from '../../grading/grade-report.ts';
import type { BatchLine, CheckResult, GradeFacts } from '../journal/batch-lines.ts';
import { type GradingState, gradingStates } from '../journal/states.ts';

/** What a batch has come to, made from its journal alone. Plain data, versioned. */
export interface Gradebook {
  version: 1;
  /** Sorted by student and exercise. */
  rows: GradebookRow[];
}

export interface GradebookRow {
  /** With `left-out`: the name of what was handed in. */
  student: string;
  /** With `left-out`: the student, where one is known. */
  handedInBy?: string;
  /** Empty where no exercise could be told. */
  exercise: string;
  status: RowStatus;
  /** Only where every point has been decided. Our faults are no zeros: then there are none. */
  points?: Points;
  /** Why it is not graded, or not completely. */
  reason?: string;
  checks?: CheckResult[];
  submission?: string;
  seed?: string;
  /** Relative to the folder of results. */
  evidence?: string;
  /** What the grade depends on. */
  facts?: GradeFacts;
  /** Of the repository that was handed in. */
  commit?: string;
}

/**
 * passed, failed: graded. invalid: the student's fault, no points. incomplete: this machine lacks what a check needs.
 * errored: our fault. waiting: not graded yet. left-out: somebody has to look at what was handed in.
 */
export type RowStatus = 'passed' | 'failed' | 'invalid' | 'incomplete' | 'errored' | 'waiting' | 'left-out';

/** The newest of each answer; of what cannot be graded, what the last session says. */
export function gradebookOf(lines: readonly BatchLine[]): Gradebook {
  const rows = new Map<string, GradebookRow>();
  const put = (row: GradebookRow) => rows.set(JSON.stringify([row.student, row.exercise]), row);
  for (const state of gradingStates(lines)) put(rowOf(state));
  const lastSession = lines.slice(lines.findLastIndex(({ kind }) => kind === 'batch') + 1);
  for (const line of lastSession) {
    if (line.kind === 'invalid') {
      const { exercise = '', possible, reason, student } = line;
      put({ student, exercise, status: 'invalid', points: { earned: 0, possible }, reason });
    }
    if (line.kind === 'left-out') {
      const { name, reason, student } = line;
      put({ student: name, ...(student && { handedInBy: student }), exercise: '', status: 'left-out', reason });
    }
  }
  return { version: 1, rows: [...rows.values()].sort(byName) };
}

function rowOf({ commit, errors, exercise, facts, result, student }: GradingState): GradebookRow {
  const name = { student, exercise };
  const source = { ...(facts && { facts }), ...(commit && { commit }) };
  const last = errors.at(-1);
  if (result) {
    const { checks, evidence, points, seed, submission, verdict } = result;
    const graded = { checks, submission, seed, evidence, ...source };
    // Graded again in vain: the grade that there was stands.
    const vain = last && { reason: `it could not be graded again: ${last.trouble.message}` };
    if (verdict !== 'skipped') return { ...name, status: verdict, points, ...vain, ...graded };
    const reason = 'this machine lacks what a check needs: its report says what';
    return { ...name, status: 'incomplete', reason, ...graded };
  }
  if (!last) return { ...name, status: 'waiting', ...source };
  return { ...name, status: 'errored', reason: last.trouble.message, evidence: last.evidence, ...source };
}

function byName(a: GradebookRow, b: GradebookRow): number {
  if (a.student !== b.student) return a.student < b.student ? -1 : 1;
  return a.exercise < b.exercise ? -1 : 1;
}
