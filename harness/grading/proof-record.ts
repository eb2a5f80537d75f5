import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashFiles } from '../core/hash-files.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { ProofSubject } from '../course/proof-subjects.ts';
import { graderHash } from './grader-hash.ts';
import type { ProofResult } from './proof.ts';

/** All gradings of one subject on one PostgreSQL version, as a line of the file. */
interface RecordedSubject {
  subject: string;
  /** Of the subject's files, of what must come out, and of the grader and its manifest. */
  key: string;
  /** Of the project, where they are known: the harness may change while a grader and its subjects do not. */
  commits: string[];
  /** Seeds of the gradings that came to what must come out. */
  right: string[];
  wrong: { seed: string; failed: string[]; problem: string }[];
}

export interface ProofRecordOptions {
  paths: ExercisePaths;
  subjects: readonly ProofSubject[];
  /** The full version. */
  postgres: string;
  commit?: string;
}

/**
 * What earlier proofs found, so that one of many rounds can be interrupted, and go on where it was, on another machine
 * too: it lies beside the grader and is committed. A result counts for as long as neither the subject nor its grader is
 * changed. One proof at a time adds to the record of an exercise and a version.
 */
export class ProofRecord {
  /** `proven/postgres-18.4.jsonl` beside the grader. */
  readonly file: string;
  readonly #commit: string | undefined;
  readonly #keys: Map<ProofSubject, string>;
  readonly #recorded = new Map<string, RecordedSubject>();

  constructor({ commit, paths, postgres, subjects }: ProofRecordOptions) {
    this.file = join(paths.grader, 'proven', `postgres-${postgres}.jsonl`);
    this.#commit = commit;
    const grader = graderHash(paths);
    this.#keys = new Map(subjects.map((subject) => [subject, keyOf(subject, grader)]));
    const current = new Set(this.#keys.values());
    for (const recorded of readRecord(this.file)) {
      if (current.has(recorded.key)) this.#recorded.set(recorded.key, recorded);
    }
  }

  /** What is known of a subject; first what was wrong, so that no number of rounds leaves it out. */
  known(subject: ProofSubject): Pick<ProofResult, 'seed' | 'failed' | 'problem'>[] {
    const recorded = this.#recorded.get(this.#keys.get(subject) ?? '');
    const right = recorded?.right.map((seed) => ({ seed, failed: [...(subject.fails ?? [])], problem: undefined }));
    return [...(recorded?.wrong ?? []), ...(right ?? [])];
  }

  /** What has no verdict is no result, and is graded again by the next proof. */
  add({ subject, seed, failed, judged, problem }: ProofResult): void {
    const key = this.#keys.get(subject);
    if (key === undefined || !judged) return;
    const name = `${subject.kind} ${subject.name}`;
    const recorded = this.#recorded.get(key) ?? { subject: name, key, commits: [], right: [], wrong: [] };
    this.#recorded.set(key, recorded);
    if (this.#commit && !recorded.commits.includes(this.#commit)) recorded.commits.push(this.#commit);
    if (problem === undefined) recorded.right.push(seed);
    else recorded.wrong.push({ seed, failed, problem });
    this.#write();
  }

  /** Whole, or not at all. */
  #write(): void {
    const lines = [...this.#recorded.values()]
      .sort((a, b) => (a.subject < b.subject ? -1 : 1))
      .map((recorded) => `${JSON.stringify(recorded)}\n`);
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, lines.join(''));
    renameSync(`${this.file}.new`, this.file);
  }
}

function keyOf({ fails, kind, layers, name }: ProofSubject, grader: string): string {
  const facts = [grader, kind, name, fails, hashFiles(layers)];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
}

function readRecord(file: string): RecordedSubject[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RecordedSubject);
}
