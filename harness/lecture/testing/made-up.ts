import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LinkedExercise } from '../course.ts';
import { type Lecture, readLecture } from '../lecture.ts';

/** A repository with a lecture of a test's own. */
export interface MadeUpLecture extends Disposable {
  root: string;
  write(path: string, text: string): void;
  read(exercises?: readonly LinkedExercise[]): Promise<Lecture>;
  /** What is wrong, as an author reads it. */
  problems(exercises?: readonly LinkedExercise[]): Promise<string[]>;
}

/** Front matter and title of a chapter: 6 lines. */
export const beginning = (topology = 'leader -> follower') =>
  `---\ntopology: ${topology}\nsummary: A made-up chapter.\n---\n\n# Made up\n`;

/** A lecture with one chapter, `01-made-up`, whose text follows the beginning from line 7 on. */
export function madeUpLecture(text: string, topology?: string): MadeUpLecture {
  const root = mkdtempSync(join(tmpdir(), 'lecture-'));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write('lecture/01-made-up.md', beginning(topology) + text);
  const read = (exercises: readonly LinkedExercise[] = []) => readLecture({ root, exercises, figures: ['two-words'] });
  return {
    root,
    write,
    read,
    async problems(exercises) {
      const { problems } = await read(exercises);
      return problems.list.map(({ file, line, problem }) => `${file}:${line}  ${problem}`);
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}
