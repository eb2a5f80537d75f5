import type { ProofSubject } from '../../../course/proof-subjects.ts';
import type { Targets } from '../../../enclosure/canaries.ts';
import { type Random, randomFor } from '../../../grading/random.ts';
import { broken, type Maker } from './broken.ts';
import type { Material } from './course.ts';
import type { Expected } from './expected.ts';
import { inFolder, layered } from './files.ts';
import { hostile } from './hostile.ts';
import { type Kind, kinds, type Made, packings, type Submission } from './submission.ts';

export interface ClassRequest {
  seed: string;
  /** How many submissions; every kind occurs from 12 on. */
  size: number;
  material: readonly Material[];
  /** What hostile submissions reach for. */
  targets: Targets;
}

/** How many of 25 are of a kind. */
const shares: Readonly<Record<Kind, number>> = {
  solution: 3,
  variant: 5,
  mutant: 7,
  starter: 2,
  broken: 3,
  hostile: 5,
};

/**
 * The submissions of a class, by a seed: the same seed, course and size, the same class. Of each kind none comes twice
 * before all have come once.
 */
export async function makeClass({ material, seed, size, targets }: ClassRequest): Promise<Submission[]> {
  const random = randomFor(seed, 'class');
  const subjects = (kind: Kind) => () => subjectsOf(kind, material);
  const made = (makers: readonly Maker[]) => () => makers.map((make) => () => make(random.pick(material)));
  const pools: Readonly<Record<Kind, () => (() => Made | Promise<Made>)[]>> = {
    ...{ solution: subjects('solution'), variant: subjects('variant') },
    ...{ mutant: subjects('mutant'), starter: subjects('starter') },
    ...{ broken: made(broken), hostile: made(hostile(targets)) },
  };
  const deck: { kind: Kind; make: () => Made | Promise<Made> }[] = [];
  for (const [kind, count] of quotas(size)) {
    let pool: (typeof deck)[number]['make'][] = [];
    for (let drawn = 0; drawn < count; drawn += 1) {
      if (pool.length === 0) pool = shuffled(random, pools[kind]());
      const make = pool.pop();
      if (make) deck.push({ kind, make });
    }
  }
  const submissions: Submission[] = [];
  for (const [at, { kind, make }] of shuffled(random, deck).entries()) {
    const one = await make();
    const drawn = `${random.word(6)} ${String(at + 1).padStart(3, '0')}`;
    const taken = submissions.some(({ student }) => student === one.student);
    const student = one.student === undefined ? drawn : `${one.student}${taken ? ` ${at + 1}` : ''}`;
    const packing = packingOf(one, random);
    submissions.push({
      ...one,
      kind,
      student,
      packing,
      name: packing === 'folder' ? student : `${student}.${packing}`,
    });
  }
  return submissions;
}

/** Kinds with how many there are of each, by largest remainders. */
function quotas(size: number): [Kind, number][] {
  const whole = kinds.reduce((sum, kind) => sum + shares[kind], 0);
  const exact = kinds.map((kind) => ({ kind, count: (size * shares[kind]) / whole }));
  const remainder = ({ count }: { count: number }) => count - Math.floor(count);
  const rest = size - exact.reduce((sum, { count }) => sum + Math.floor(count), 0);
  const raised = exact.toSorted((a, b) => remainder(b) - remainder(a)).slice(0, rest);
  return exact.map((each) => [each.kind, Math.floor(each.count) + (raised.includes(each) ? 1 : 0)]);
}

function subjectsOf(kind: Kind, material: readonly Material[]): (() => Made)[] {
  return material.flatMap(({ exercise, subjects }) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map((subject) => () => {
        const files = inFolder(exercise.slug, layered(subject.layers));
        return { what: `${kind} ${subject.name}`, exercise, content: { files }, expected: expectedOf(subject) };
      }),
  );
}

function expectedOf({ fails, mayFail }: ProofSubject): Expected {
  if (fails === undefined) return { how: 'begun' };
  return fails.length === 0 ? { how: 'passed' } : { how: 'failed', fails, mayFail };
}

/** An empty folder cannot be told in every archive. */
function packingOf({ content }: Made, random: Random): Submission['packing'] {
  const packing = random.pick(packings);
  if ('bytes' in content) return content.ending;
  return Object.keys(content.files).some((path) => path.endsWith('/')) ? 'folder' : packing;
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.int(0, left.length - 1), 1)[0] as T);
}
