import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { capability } from '../../../course/manifest-schema.ts';
import type { Targets } from '../../../enclosure/canaries.ts';
import { broken } from './broken.ts';
import { courseMaterial, type Material } from './course.ts';
import { hostile } from './hostile.ts';
import { makeClass } from './make-class.ts';
import { kinds, packings, type Submission } from './submission.ts';

const root = resolve(import.meta.dirname, '../../../..');
const targets: Targets = {
  file: '',
  port: 1,
  addresses: [],
  addresses6: [],
  accounts: '',
  sockets: [],
  pid: 1,
  bytes: 1,
};
const everything = new Set(capability.options);
const material: readonly Material[] = await courseMaterial(root, undefined, everything);

const classOf = (seed: string, size: number) => makeClass({ material, seed, size, targets });

/** All that is handed in, in a few characters. */
function fingerprint(submissions: readonly Submission[]): string {
  const hash = createHash('sha256');
  for (const { content, name } of submissions) {
    hash.update(name);
    if ('bytes' in content) hash.update(content.bytes);
    else for (const [path, bytes] of Object.entries(content.files)) hash.update(path).update(bytes);
  }
  return hash.digest('hex');
}

test('the same seed is the same class, another seed another', async () => {
  const [first, again, other] = await Promise.all([classOf('ab', 60), classOf('ab', 60), classOf('cd', 60)]);
  expect(fingerprint(again)).toBe(fingerprint(first));
  expect(fingerprint(other)).not.toBe(fingerprint(first));
});

test.for([12, 25, 200])('of %i submissions every kind has its share, and no two have one name', async (size) => {
  const submissions = await classOf('ab', size);
  const counts = Map.groupBy(submissions, ({ kind }) => kind);
  expect(submissions).toHaveLength(size);
  expect([...counts.keys()].sort()).toEqual([...kinds].sort());
  const mutants = counts.get('mutant')?.length ?? 0;
  expect([Math.floor(size * 0.28), Math.ceil(size * 0.28)]).toContain(mutants);
  expect(new Set(submissions.map(({ student }) => student.toLowerCase())).size).toBe(size);
});

test('a class of 200 has every exercise, every packing, and every way to be broken or hostile', async () => {
  const submissions = await classOf('ab', 200);
  const of = (kind: string) => submissions.filter((each) => each.kind === kind);
  expect(new Set(of('solution').map(({ exercise }) => exercise.slug)).size).toBe(material.length);
  expect(new Set(submissions.map(({ packing }) => packing))).toEqual(new Set(packings));
  const waysOf = (kind: string) => new Set(of(kind).map(({ what }) => what));
  expect(waysOf('broken').size).toBe(broken.length);
  expect(waysOf('hostile').size).toBe(hostile(targets).length);
  for (const way of ['a path that escapes', 'a name with a line break', 'a flood of output', 'the attack fork-bomb']) {
    expect(waysOf('hostile')).toContain(way);
  }
});

test('what must come of a mutant are the checks that its description names', async () => {
  const mutants = (await classOf('ab', 50)).filter(({ kind }) => kind === 'mutant');
  for (const { exercise, expected, what } of mutants) {
    const subject = material
      .find((each) => each.exercise.slug === exercise.slug)
      ?.subjects.find(({ kind, name }) => `${kind} ${name}` === what);
    expect(expected).toEqual({ how: 'failed', fails: subject?.fails, mayFail: subject?.mayFail });
  }
});
