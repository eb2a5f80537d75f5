import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describeError } from '../../core/errors.ts';
import { type ExercisePaths, listExercises, loadManifest, pathsOf } from '../../course/course.ts';
import type { CourseProblem } from '../../course/dev-check.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import type { AnswersFile, Question } from '../../sdk/written.ts';
import { wordsOf } from './answer.ts';
import { countWords } from './essay.ts';
import { questionsOf } from './judge-answers.ts';
import { type Numbers, numbersFor } from './numbers.ts';
import { loadRightAnswers, type RightAnswer, type RightValue } from './right-answers.ts';
import { readRubric } from './rubric.ts';

/**
 * What does not agree in the written parts of the course: a question that a check judges and that has no right answer,
 * an answer to no question, an answer that cannot be given, a rubric that is wrong. Manifests that cannot be read are left out.
 */
export async function checkWritten(root: string): Promise<CourseProblem[]> {
  const problems: CourseProblem[] = [];
  for (const slug of listExercises(root)) {
    const paths = pathsOf(root, slug);
    const exercise = await loadManifest(paths).catch(() => undefined);
    const say = (file: string, problem: string) => problems.push({ file: relative(root, file), problem });
    if (exercise?.written) await checkExercise(paths, exercise, say);
  }
  return problems;
}

type Say = (file: string, problem: string) => void;

async function checkExercise(paths: ExercisePaths, exercise: Exercise, say: Say): Promise<void> {
  const { checks, slug, written = [] } = exercise;
  const file = join(paths.grader, 'answers.ts');
  const attempt = async (where: string, look: () => unknown) => {
    try {
      await look();
    } catch (error) {
      say(where, describeError(error).join(': '));
    }
  };
  for (const part of written) {
    const judges = checks.filter((check) => check.written?.file === part.file);
    if (part.kind === 'essay') {
      for (const check of judges)
        await attempt(join(paths.grader, 'rubric', `${check.id}.yaml`), () => readRubric(paths, check));
      await attempt(join(paths.starter, part.file), () => {
        const words = countWords(readFileSync(join(paths.starter, part.file), 'utf8'));
        if (words >= part.words.least)
          say(join(paths.starter, part.file), `is long enough to be marked: ${words} words`);
      });
      if (judges.length !== 1)
        say(join(paths.starter, 'exercise.ts'), `${part.file} is judged by ${judges.length} checks, not by one`);
      continue;
    }
    await attempt(file, async () => {
      const right = (await loadRightAnswers(paths))?.[part.file] ?? {};
      const judged = judges.flatMap((check) => questionsOf(part, check.written?.questions));
      for (const problem of answerProblems(slug, part, judged, right)) say(file, `${part.file}: ${problem}`);
    });
  }
}

function answerProblems(
  slug: string,
  part: AnswersFile,
  judged: readonly Question[],
  right: Readonly<Record<string, RightAnswer>>,
): string[] {
  const unasked = Object.keys(right).filter((id) => !part.questions.some((question) => question.id === id));
  return [
    ...unasked.map((id) => `${id} is no question`),
    ...judged.flatMap((question) => {
      const answer = right[question.id];
      if (!answer) return [`${question.id} has no right answer`];
      // An answer that follows from numbers is tried with some of them.
      const wrong = [1, 2, 3, 4711].find(
        (seed) => !canBeGiven(question, answer, numbersFor(seed, `${slug}/${part.file}`, question)),
      );
      return wrong === undefined ? [] : [`${question.id}: its right answer is none that can be given (seed ${wrong})`];
    }),
  ];
}

function canBeGiven(question: Question, { may = [], right }: RightAnswer, numbers: Numbers): boolean {
  const value: RightValue = typeof right === 'function' ? right(numbers) : right;
  const areWords = (given: unknown, words: readonly string[]) =>
    [given].flat().every((word) => words.includes(word as string));
  switch (question.kind) {
    case 'choice':
      return areWords(value, wordsOf(question.of));
    case 'several':
      return Array.isArray(value) && areWords([...value, ...may], wordsOf(question.of));
    case 'number':
      return (
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (question.decimals !== undefined || Number.isInteger(value))
      );
    case 'yes-no':
      return value === 'yes' || value === 'no';
    case 'table': {
      const cells = wordsOf(question.rows).flatMap((row) =>
        wordsOf(question.columns).map((column) => [row, column] as const),
      );
      if (typeof value !== 'object' || Array.isArray(value)) return false;
      const table = value as Record<string, Record<string, string | string[]>>;
      return cells.every(([row, column]) => areWords(table[row]?.[column], wordsOf(question.cells)));
    }
  }
}
