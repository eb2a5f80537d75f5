import type { GradebookRow } from '../gradebook/gradebook.ts';
import type { CheckResult } from '../journal/batch-lines.ts';

/** With fewer answers nothing is suspicious: chance would do. */
export const enoughAnswers = 5;

/** What the answers to one exercise have in common. */
export interface ExerciseStatistics {
  exercise: string;
  answers: number;
  /** Answers whose points are decided, and what of them: shares of what was possible, from 0 to 1. */
  decided: number;
  mean?: number;
  median?: number;
  /** How many answers have how much: tenths from `0–9 %` on, and `100 %`. */
  bands: { label: string; count: number }[];
  /** Points that await a person, of all answers. */
  awaiting: number;
  /** Answers whose files could not be loaded: they say nothing of a check, and count in no rate. */
  unloadable: number;
  checks: CheckStatistics[];
}

export interface CheckStatistics {
  id: string;
  points: number;
  passed: number;
  failed: number;
  /** Not judged: a check that it requires did not pass. */
  skipped: number;
  /** A person's to mark, or marked. */
  marked: number;
  /** What the most failures say, numbers aside, in the words of the first of them. */
  commonest?: { says: string; count: number };
  /** Why a person should look at the check itself. */
  suspicion?: string;
}

/** Of each exercise that the rows name, in their order. */
export function statisticsOf(rows: readonly GradebookRow[]): ExerciseStatistics[] {
  const exercises = [...new Set(rows.map(({ exercise }) => exercise))].filter((name) => name !== '');
  return exercises.map((exercise) => {
    const answers = rows.filter((row) => row.exercise === exercise);
    const shares = answers.flatMap(shareOf).sort((a, b) => a - b);
    return {
      exercise,
      answers: answers.length,
      decided: shares.length,
      ...(shares.length > 0 && { mean: meanOf(shares), median: medianOf(shares) }),
      bands: bandsOf(shares),
      awaiting: answers.reduce((sum, { points }) => sum + (points?.awaiting ?? 0), 0),
      unloadable: answers.filter(({ checks = [] }) => checks.some(isUnloadable)).length,
      checks: checksOf(answers),
    };
  });
}

/** What was earned of what could be. An answer of which everything awaits a person has none. */
function shareOf({ points }: GradebookRow): number[] {
  return points && points.possible > 0 ? [points.earned / points.possible] : [];
}

function bandsOf(shares: readonly number[]): ExerciseStatistics['bands'] {
  const bandOf = (share: number) => Math.min(10, Math.floor(share * 10 + 1e-9));
  return Array.from({ length: 11 }, (_, at) => ({
    label: at === 10 ? '100 %' : `${at * 10}–${at * 10 + 9} %`,
    count: shares.filter((share) => bandOf(share) === at).length,
  }));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(sorted: readonly number[]): number {
  const at = (index: number) => sorted[Math.floor(index)] ?? 0;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

function isUnloadable({ cause }: CheckResult): boolean {
  return cause === 'invalid-submission';
}

function checksOf(answers: readonly GradebookRow[]): CheckStatistics[] {
  const results = answers.flatMap(({ checks = [] }) => checks.filter((check) => !isUnloadable(check)));
  return [...Map.groupBy(results, ({ id }) => id)].map(([id, all]) => {
    const count = (...verdicts: CheckResult['verdict'][]) => all.filter((one) => verdicts.includes(one.verdict)).length;
    const counts = {
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      marked: count('awaiting', 'reviewed'),
    };
    return { id, points: all[0]?.points ?? 0, ...counts, commonest: commonestOf(all), suspicion: suspicionOf(counts) };
  });
}

/** Failures that differ in numbers alone are the same one. */
function commonestOf(results: readonly CheckResult[]): CheckStatistics['commonest'] {
  const said = results.flatMap(({ says, verdict }) => (verdict === 'failed' && says ? [says] : []));
  const alike = [...Map.groupBy(said, (says) => says.replace(/\d+/g, '#')).values()];
  const most = alike.reduce<string[]>((best, group) => (group.length > best.length ? group : best), []);
  return most[0] === undefined ? undefined : { says: most[0], count: most.length };
}

function suspicionOf({ failed, passed, skipped }: Pick<CheckStatistics, 'failed' | 'passed' | 'skipped'>) {
  const judged = passed + failed;
  if (judged >= enoughAnswers && failed === 0) return `all ${judged} passed: does it look at anything?`;
  if (judged >= enoughAnswers && passed === 0) return `all ${judged} failed: is it the check, or the task?`;
  if (judged === 0 && skipped >= enoughAnswers) return `never judged: in all ${skipped} a check before it did not pass`;
  return undefined;
}
