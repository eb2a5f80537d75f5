import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashFiles } from '../core/hash-files.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { ProofSubject } from '../course/proof-subjects.ts';
import { graderHash } from './grader-hash.ts';
import type { ProofResult } from './proof.ts';

/** One grading of one subject, as a line of the file. */
interface RecordedResult {
  /** Of the subject's files, of what must come out, of the grader and its manifest, and the PostgreSQL version. */
  key: string;
  name: string;
  seed: string;
  failed: string[];
  problem?: string;
  ms: number;
  at: string;
  /** Of the project, where that is known: the harness may change while a grader and its subjects do not. */
  commit?: string;
}

/**
 * What earlier proofs found, so that one of many rounds can be interrupted, and go on where it was. A result counts for
 * as long as neither the subject nor its grader is changed.
 */
export class ProofRecord {
  readonly #file: string;
  readonly #postgres: string;
  readonly #commit: string | undefined;
  readonly #grader: string;
  readonly #results = new Map<string, RecordedResult[]>();

  constructor(file: string, paths: ExercisePaths, facts: { postgres: string; commit?: string }) {
    this.#file = file;
    this.#postgres = facts.postgres;
    this.#commit = facts.commit;
    this.#grader = graderHash(paths);
    for (const result of readResults(file)) this.#of(result.key).push(result);
  }

  /** What is known of a subject, oldest first. */
  known(subject: ProofSubject): Pick<ProofResult, 'seed' | 'failed' | 'problem' | 'ms'>[] {
    return this.#of(this.#key(subject)).map(({ seed, failed, problem, ms }) => ({ seed, failed, problem, ms }));
  }

  add({ subject, seed, failed, problem, skipped, ms }: ProofResult): void {
    if (skipped !== undefined || problem === 'interrupted') return;
    const key = this.#key(subject);
    const at = new Date().toISOString();
    const name = `${subject.kind} ${subject.name}`;
    const result = { key, name, seed, failed, problem, ms: Math.round(ms), at, commit: this.#commit };
    this.#of(key).push(result);
    mkdirSync(dirname(this.#file), { recursive: true });
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
  }

  #key({ kind, name, fails, layers }: ProofSubject): string {
    const facts = [this.#postgres, this.#grader, kind, name, fails, hashFiles(layers)];
    return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
  }

  #of(key: string): RecordedResult[] {
    const known = this.#results.get(key) ?? [];
    this.#results.set(key, known);
    return known;
  }
}

/** A torn last line is left out: it is graded again. */
function readResults(file: string): RecordedResult[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as RecordedResult];
      } catch {
        return [];
      }
    });
}
