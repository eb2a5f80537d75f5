import type { Exercise } from '../../../sdk/exercise.ts';
import type { Expected } from './expected.ts';

/** What the submissions of a made-up class are. */
export const kinds = ['solution', 'variant', 'mutant', 'starter', 'broken', 'hostile'] as const;
export type Kind = (typeof kinds)[number];

/** Paths within a submission, and what lies there. A path that ends with `/` is an empty folder. */
export type Files = Readonly<Record<string, Buffer | string>>;

/** How instructors receive it. */
export const packings = ['folder', 'zip', 'tar', 'tar.gz'] as const;
export type Packing = (typeof packings)[number];

/** What is special about one submission, and what must come of it. */
export interface Made {
  what: string;
  exercise: Exercise;
  /** Packed in any way, or bytes that go by the name of an archive. */
  content: { files: Files } | { bytes: Buffer; ending: Exclude<Packing, 'folder'> };
  expected: Expected;
  /** Its student is called so, and otherwise in any way. */
  student?: string;
}

/** What one student of a made-up class hands in. */
export interface Submission extends Made {
  kind: Kind;
  student: string;
  packing: Packing;
  /** Its entry in the folder of submissions. */
  name: string;
}
