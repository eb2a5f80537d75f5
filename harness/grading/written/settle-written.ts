import type { ExercisePaths } from '../../course/course.ts';
import type { StagedSubmission } from '../../sandbox/staging.ts';
import type { Check, Exercise } from '../../sdk/exercise.ts';
import { troubleOf } from '../failure.ts';
import type { CheckOutcome } from '../grade-report.ts';
import { blockedBy } from '../prerequisites.ts';
import { type AnsweredQuestions, judgeAnswers, questionsOf } from './judge-answers.ts';
import { type EssayPlaces, judgeEssay } from './judge-essay.ts';
import { readAnswers } from './read-answers.ts';
import { loadRightAnswers, type RightAnswers } from './right-answers.ts';
import { takenFile } from './taken-file.ts';

export interface WrittenWork extends Pick<AnsweredQuestions, 'lectureOf'> {
  exercise: Exercise;
  paths: ExercisePaths;
  staged: StagedSubmission;
  places: Omit<EssayPlaces, 'slug'>;
  /** The checks to settle; none of them is the grader's. */
  checks: readonly Check[];
  /** What the checks of the grader came to. */
  settled: ReadonlyMap<string, CheckOutcome>;
  onSettled?: (id: string, outcome: CheckOutcome) => void;
}

const noTime = { total: 0, cluster: 0, student: 0 };

/** Judges what was written, without a server and without running anything of the student's. Never rejects. */
export async function settleWritten(work: WrittenWork): Promise<Map<string, CheckOutcome>> {
  const outcomes = new Map(work.settled);
  for (const check of work.checks) {
    const outcome = blockedBy(check, outcomes) ?? (await settleOne(check, work));
    outcomes.set(check.id, outcome);
    work.onSettled?.(check.id, outcome);
  }
  return outcomes;
}

/** Whatever goes wrong around it is ours. */
async function settleOne(check: Check, work: WrittenWork): Promise<CheckOutcome> {
  const began = performance.now();
  const timing = () => ({ ...noTime, total: performance.now() - began });
  try {
    const outcome = judge(check, work, await loadRightAnswers(work.paths));
    return { ...outcome, timing: timing() };
  } catch (error) {
    return { verdict: 'errored', cause: 'infrastructure', trouble: troubleOf(error), timing: timing() };
  }
}

function judge(check: Check, work: WrittenWork, right: RightAnswers | undefined): Omit<CheckOutcome, 'timing'> {
  const { exercise, lectureOf, places, staged } = work;
  const { slug } = exercise;
  const { file, questions } = check.written as NonNullable<Check['written']>;
  const part = exercise.written?.find((each) => each.file === file);
  if (!part) throw new Error(`${check.id} judges ${file}, which is no written part`);
  const bytes = takenFile(staged, file);
  if (!bytes) return absent(file, staged);
  if (part.kind === 'essay') return judgeEssay(check, part, bytes.toString(), { slug, ...places });
  const answers = readAnswers(bytes, part);
  const failure = judgeAnswers({ slug, part, questions: questionsOf(part, questions), answers, right, lectureOf });
  if (failure) return { verdict: 'failed', cause: 'wrong', failure };
  if (right) return { verdict: 'passed' };
  return {
    verdict: 'awaiting',
    reason: 'this copy of the course does not have the right answers; their form is right',
  };
}

function absent(file: string, { ignored }: StagedSubmission): Omit<CheckOutcome, 'timing'> {
  const reason = ignored.find(({ path }) => path === file)?.reason;
  const failure = {
    rationale:
      reason === undefined ? `There is no ${file}, so its points are lost.` : `${file} was not taken: ${reason}.`,
    hint: `Write ${file} beside the task; it is part of what you hand in.`,
    expected: `the file ${file}`,
    actual: reason ?? 'no such file',
    evidence: [],
  };
  return { verdict: 'failed', cause: 'wrong', failure };
}
