import type { StagedSubmission } from '../../sandbox/staging.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import { fail } from '../failure.ts';
import type { Answer } from './answer.ts';
import { judgeAnswers } from './judge-answers.ts';
import { readAnswers } from './read-answers.ts';
import { takenFile } from './taken-file.ts';

/**
 * The answer of a submission to one question, for a check of the grader that judges it by what the servers do. Fails
 * the check when there is none, or none that can be read. Throws for a question that the manifest does not have.
 */
export function answerIn(
  { exercise, staged }: { exercise: Exercise; staged: StagedSubmission },
  file: string,
  id: string,
): Answer {
  const part = exercise.written?.find((each) => each.file === file);
  const question = part?.kind === 'answers' ? part.questions.find((each) => each.id === id) : undefined;
  if (part?.kind !== 'answers' || !question) throw new Error(`${file} has no question ${id}`);
  const bytes = takenFile(staged, file);
  if (!bytes) return fail(`There is no ${file}.`, { expected: `the file ${file}`, actual: 'no such file' });
  const answers = readAnswers(bytes, part);
  const form = { slug: exercise.slug, part, questions: [question], answers, right: undefined };
  const failure = judgeAnswers({ ...form, lectureOf: () => undefined });
  if (failure) return fail(failure.rationale, failure);
  const given = answers.given.get(id);
  if (!given || !('answer' in given)) throw new Error(`${id} of ${file} was judged and has no answer`);
  return given.answer;
}
