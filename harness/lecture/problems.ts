import { LabError } from '../core/errors.ts';

/** Something in a source that must be put right before there is a site. */
export interface SourceProblem {
  /** Path below the repository. */
  file: string;
  /** Counted from 1. */
  line: number;
  problem: string;
}

/** Collects what is wrong, so that an author sees all of it at once. */
export class Problems {
  readonly #found: SourceProblem[] = [];

  /** What is found twice, when a chapter is read and when it is rendered, is one problem. */
  add(file: string, line: number, problem: string): void {
    if (this.#found.some((known) => known.file === file && known.line === line && known.problem === problem)) return;
    this.#found.push({ file, line, problem });
  }

  /** By file and line. */
  get list(): readonly SourceProblem[] {
    return this.#found.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  }

  /** Throws BAD_LECTURE, which names every problem with file and line. */
  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const lines = this.list.map(({ file, line, problem }) => `${file}:${line}  ${problem}`);
    const count = `${lines.length} problem${lines.length === 1 ? '' : 's'} in the lecture`;
    throw new LabError('BAD_LECTURE', `${count}:\n${lines.join('\n')}`);
  }
}
