/** A file that a student writes for a reader and not for a machine to run: answers to questions, or an essay. */
export type WrittenPart = AnswersFile | Essay;

/** A YAML file with one answer to each question. What is right stands with the grader, for a manifest is public. */
export interface AnswersFile {
  kind: 'answers';
  /** Its path in a submission, `answers.yaml`. */
  file: string;
  questions: Question[];
}

/** A text that a person marks. Whether it is there and how long it is, is checked at once. */
export interface Essay {
  kind: 'essay';
  /** Its path in a submission, `essay.md`. */
  file: string;
  /** Least and most words. Headings count, comments of Markdown do not. */
  words: { least: number; most: number };
}

export type Question = {
  /** The key of its answer; unique in its file, and not `seed`. */
  id: string;
  /** The question. `{name}` stands for the number of that name. */
  asks: string;
  /** Numbers that follow from the file's `seed`, so that every student has others. */
  numbers?: Record<string, NumberRange>;
  /** In place of the check's hint. */
  hint?: string;
  /** In place of the check's lecture section. */
  lecture?: string;
} & AnswerForm;

/** How an answer looks. */
export type AnswerForm =
  /** One of the words. */
  | { kind: 'choice'; of: Words }
  /** A list of some of the words, in any order. */
  | { kind: 'several'; of: Words }
  /** `decimals`: digits behind the point; default 0. One that is cut off there is as good as one that is rounded. */
  | { kind: 'number'; unit: string; decimals?: number }
  | { kind: 'yes-no' }
  /** For each row and column one of the words. */
  | { kind: 'table'; rows: Words; columns: Words; cells: Words };

/** Words that may be written, and where they need it what each stands for. */
export type Words = readonly string[] | Readonly<Record<string, string>>;

/** Whole numbers from `from` to `to`, both included; `to - from` is less than 2^32. */
export interface NumberRange {
  from: number;
  to: number;
  /** Default `number`; `lsn` shows a byte position as PostgreSQL does: 0/3000060. */
  shown?: 'number' | 'lsn';
}

/** What a check of the written kind judges. */
export interface WrittenCheck {
  /** The file of one of the manifest's written parts. */
  file: string;
  /** Some of the questions of an answers file. Default: all of them. All must be right. */
  questions?: string[];
}
