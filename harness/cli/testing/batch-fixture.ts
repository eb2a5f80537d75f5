import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gradebook } from '../../batch/gradebook/gradebook.ts';
import { courseCopy } from './course-copy.ts';
import { addFixtureExercise, fixture, writeSubmission } from './fixture-exercise.ts';
import { type LabHome, type LabProcess, labHome } from './run-lab.ts';

/** A course with one cheap exercise, and a folder into which tests hand in. */
export interface BatchFixture extends Disposable {
  /** The copy of the course. */
  root: string;
  home: LabHome;
  /** A new folder of submissions. */
  folder(): HandInFolder;
}

export interface HandInFolder {
  path: string;
  results: string;
  /** A right answer. */
  right(name: string): void;
  /** A file with this text as the answer. */
  answer(name: string, text: string): void;
  file(name: string, bytes: Buffer): void;
  start(...options: string[]): LabProcess;
  /** The same, graded by workers. */
  handOut(queue: string, ...options: string[]): LabProcess;
  gradebook(): Gradebook;
  /** Without what another run has otherwise: times in names of evidence. */
  grades(): unknown[];
  /** The kinds of all lines of the journal, with the student's name where there is one. */
  journal(): string[];
}

/** What an answer returns for which the grader fails, by no fault of the student's. */
const ourFault = 'a fault of ours';

/** An answer that the grader cannot judge. `word` makes it another than the others. */
export const poison = (word: string) => `export const addProduct = async () => '${ourFault}'; // ${word}\n`;

export const wrong = 'export const addProduct = async () => undefined;\n';

/** `env`: of every command line. */
export function batchFixture(env: Record<string, string> = {}): BatchFixture {
  const copy = courseCopy();
  addFixtureExercise(copy.root);
  const grader = join(copy.root, 'graders', fixture.slug, 'grader.test.ts');
  const call = "await program.call('addProduct', [program.lab, row]);\n    await program.settle();";
  const text = readFileSync(grader, 'utf8');
  const failing = `if ((await program.call('addProduct', [program.lab, row])) === '${ourFault}') throw new Error('${ourFault}');\n    await program.settle();`;
  if (!text.includes(call)) throw new Error('the template of graders has changed');
  writeFileSync(grader, text.replace(call, failing));
  const home = labHome(env, copy.root);
  const root = mkdtempSync(join(tmpdir(), 'batch-'));
  chmodSync(root, 0o711);
  const solution = join(copy.root, 'solutions', fixture.slug);
  return {
    root: copy.root,
    home,
    folder: () => handInFolder(mkdtempSync(join(root, 'case-')), home, solution),
    [Symbol.dispose]() {
      home[Symbol.dispose]();
      copy[Symbol.dispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function handInFolder(place: string, home: LabHome, solution: string): HandInFolder {
  const path = join(place, 'handed-in');
  const results = join(place, 'results');
  writeSubmission(path, { '.keep': '' });
  const batch = ['batch', path, '--out', results, '--exercise', fixture.word];
  const gradebook = () => JSON.parse(readFileSync(join(results, 'gradebook.json'), 'utf8')) as Gradebook;
  return {
    path,
    results,
    right: (name) => cpSync(solution, join(path, name), { recursive: true }),
    answer: (name, text) => void writeSubmission(join(path, name), { [fixture.module]: text }),
    file: (name, bytes) => writeFileSync(join(path, name), bytes),
    // Trusted, so that these tests run where there is no bubblewrap as well.
    start: (...options) => home.start(...batch, '--trust', ...options),
    handOut: (queue, ...options) => home.start(...batch, '--queue', queue, ...options),
    gradebook,
    grades: () => gradebook().rows.map(({ evidence: _, ...row }) => row),
    journal: () =>
      readFileSync(join(results, 'journal.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text) as { kind: string; student?: string })
        .map(({ kind, student }) => (student === undefined ? kind : `${kind} ${student}`)),
  };
}
