/** What the lecture knows of the exercises: it is handed this and reads none itself. */
export interface LinkedExercise {
  /** `exN-slug`. */
  slug: string;
  title: string;
  summary: string;
  /** The manifest, below the repository. */
  file: string;
  checks: readonly LinkedCheck[];
  /** Questions that are answered in writing and have a section of their own. */
  questions?: readonly Omit<LinkedCheck, 'title'>[];
}

export interface LinkedCheck {
  id: string;
  title: string;
  /** `chapter#heading-id`. */
  lecture: string;
  /** Of the link in the manifest, from 1. */
  line: number;
}

/** `ex4` and `ex4-data-loss` name the same exercise. */
export function findLinked(exercises: readonly LinkedExercise[], name: string): LinkedExercise | undefined {
  return exercises.find(({ slug }) => slug === name || slug.split('-')[0] === name);
}
