import type { AnswersFile, Question } from '../../sdk/written.ts';
import type { Evidence, Failure } from '../grade-report.ts';
import { formOf, hasTwoAnswers } from './answer.ts';
import { hasNumbers, type Numbers, numbersFor, textWith } from './numbers.ts';
import type { Given, GivenAnswers } from './read-answers.ts';
import { isRight, mistakeIn, type RightAnswers } from './right-answers.ts';

/** Some questions of a file, and what a student answered. */
export interface AnsweredQuestions {
  /** Of the exercise: with the seed and the question it decides the numbers. */
  slug: string;
  part: AnswersFile;
  questions: readonly Question[];
  answers: GivenAnswers;
  /** Where this copy of the course has none, only the form of an answer is judged. */
  right: RightAnswers | undefined;
  /** A lecture link as the file to read, if there is one. */
  lectureOf(link: string): string | undefined;
}

/** One question that is not answered as it must be. */
interface Flaw {
  question: Question;
  /** Where it stands, and what it says. */
  given: Given | undefined;
  /** Why it is none of the answers that may be; undefined when it is one, and a wrong one. */
  problem: string | undefined;
  /** What is said of a wrong answer that was foreseen. */
  says?: string;
}

/** What is wrong with the answers, as a student is to hear it; undefined when they are all right. Throws GRADER. */
export function judgeAnswers(answered: AnsweredQuestions): Failure | undefined {
  const { answers, part, questions } = answered;
  if (answers.unreadable) {
    const { line, message } = answers.unreadable;
    return {
      rationale: `${part.file} cannot be read.`,
      hint: 'Write one line `question: answer` for each question; the starter shows all of them.',
      expected: 'a YAML file of lines `question: answer`',
      actual: `${part.file}${line === undefined ? '' : `:${line}`}: ${message}`,
      evidence: [],
    };
  }
  const flaws = questions.flatMap((question) => flawOf(question, answered) ?? []);
  return flaws.length === 0 ? undefined : failureOf(flaws, answered);
}

/** The questions that a check judges. */
export function questionsOf(part: AnswersFile, names: readonly string[] | undefined): readonly Question[] {
  return part.questions.filter(({ id }) => names?.includes(id) ?? true);
}

function flawOf(question: Question, answered: AnsweredQuestions): Flaw | undefined {
  const { answers, part, right } = answered;
  const given = answers.given.get(question.id);
  if (!given) return { question, given, problem: missing(question, answered) };
  if ('problem' in given) return { question, given, problem: given.problem };
  const numbers = numbersOf(question, answered);
  if (!numbers)
    return {
      question,
      given,
      problem: 'its numbers follow from `seed`, and the file has none that is a whole number from 1 to 999999999',
    };
  const spec = right?.[part.file]?.[question.id];
  if (!spec) {
    if (right) throw new Error(`there is no right answer to ${question.id} of ${part.file}`);
    return undefined;
  }
  const form = question.kind === 'number' ? question : {};
  if (isRight(given.answer, spec, form, numbers)) return undefined;
  return { question, given, problem: undefined, says: mistakeIn(given.answer, spec, form, numbers) };
}

function missing(question: Question, { answers, part }: AnsweredQuestions): string {
  const { id } = question;
  const close = answers.unknown.find(({ key }) => lettersOf(key) === lettersOf(id)) ?? answers.unknown[0];
  const other = close
    ? `; ${part.file}:${close.line} answers ${JSON.stringify(close.key.slice(0, 40))}, which is no question`
    : '';
  const first =
    hasNumbers(question) && answers.seed === undefined ? '; choose a `seed` first, its numbers follow from that' : '';
  return `no answer yet${other}${first}`;
}

/** Without what is easily mistyped. */
function lettersOf(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const none: Numbers = () => Number.NaN;

function numbersOf(question: Question, { answers, part, slug }: AnsweredQuestions): Numbers | undefined {
  if (!hasNumbers(question)) return none;
  return answers.seed === undefined ? undefined : numbersFor(answers.seed, `${slug}/${part.file}`, question);
}

function failureOf(flaws: readonly Flaw[], answered: AnsweredQuestions): Failure {
  const { part, questions } = answered;
  const hidden = unnamed(flaws, questions);
  const named = flaws.filter((flaw) => !hidden.includes(flaw));
  const expected = named.map(
    ({ question, problem }) =>
      `${question.id}: ${problem === undefined ? 'the right answer, ' : ''}${formOf(question)}`,
  );
  const actual = named.map(({ question, given, problem }) => {
    const place = `${part.file}${given ? `:${given.line}` : ''} ${question.id}`;
    return `${place}: ${problem ?? given?.said}`;
  });
  if (hidden.length > 0) {
    const among = questions.filter(hasTwoAnswers).map(({ id }) => id);
    expected.push(`${among.join(', ')}: the right answer to each`);
    actual.push(`${hidden.length} of these ${among.length} are wrong (which of them would give the right ones away)`);
  }
  const own = flaws.length === 1 ? named[0]?.question.hint : undefined;
  return {
    rationale: rationaleOf(flaws, questions.length),
    hint: own,
    expected: expected.join('\n'),
    actual: actual.join('\n'),
    evidence: named.map((flaw) => lessonOf(flaw, answered, own)),
  };
}

function rationaleOf(flaws: readonly Flaw[], asked: number): string {
  const some = asked === 1 ? '' : `${flaws.length} of ${asked} `;
  if (flaws.every(({ given }) => !given)) {
    if (asked === 1) return 'The question is not answered yet.';
    return `${some}questions ${flaws.length === 1 ? 'is' : 'are'} not answered yet.`;
  }
  if (asked === 1) return 'The answer is not right.';
  return `${some}answers ${flaws.length === 1 ? 'is' : 'are'} not right.`;
}

/** Wrong answers among several questions with two answers each are counted and not named: named, they would be solved. */
function unnamed(flaws: readonly Flaw[], questions: readonly Question[]): Flaw[] {
  if (questions.filter(hasTwoAnswers).length < 2) return [];
  return flaws.filter(({ question, problem }) => problem === undefined && hasTwoAnswers(question));
}

/** The question itself, with the student's own numbers, and what helps with it. */
function lessonOf({ question, says }: Flaw, answered: AnsweredQuestions, shown: string | undefined): Evidence {
  const lecture = question.lecture && answered.lectureOf(question.lecture);
  const lines = [
    textWith(question, numbersOf(question, answered)),
    ...(says === undefined ? [] : [says]),
    ...(question.hint === undefined || question.hint === shown ? [] : [`try: ${question.hint}`]),
    ...(lecture ? [`read: ${lecture}`] : []),
  ];
  return { title: `the question ${question.id}`, lines };
}
