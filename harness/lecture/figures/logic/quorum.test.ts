import { expect, test } from 'vitest';
import { quorumFacts } from './quorum.ts';

const all = [1, 2, 3, 4, 5, 6, 7].flatMap((n) =>
  upTo(n).flatMap((w) => upTo(n).map((r) => ({ n, w, r, facts: quorumFacts(n, w, r) }))),
);

test('for every n, w and r the facts are those that trying all sets finds', () => {
  for (const { n, w, r, facts } of all) {
    const shared = setsOf(n, w).flatMap((write) => setsOf(n, r).map((read) => bits(write & read)));
    const writes = setsOf(n, w).flatMap((one) => setsOf(n, w).map((other) => bits(one & other)));
    expect(facts, `n=${n} w=${w} r=${r}`).toMatchObject({
      readsMeetWrites: shared.every((count) => count > 0),
      overlap: Math.min(...shared),
      writesMeetWrites: writes.every((count) => count > 0),
      pairs: shared.length,
      apart: shared.filter((count) => count === 0).length,
    });
  }
});

test('the pair that is shown has the right sizes and shares as little as can be', () => {
  for (const { n, w, r, facts } of all) {
    const { written, read } = facts.worst;
    expect([new Set(written).size, new Set(read).size]).toEqual([w, r]);
    expect([...written, ...read].every((copy) => copy >= 1 && copy <= n)).toBe(true);
    expect(written.filter((copy) => read.includes(copy)).length).toBe(facts.overlap);
  }
});

test('an operation succeeds with as many copies down as it says, and with one more it does not', () => {
  for (const { n, w, r, facts } of all) {
    expect([n - facts.writeFailures, n - facts.readFailures]).toEqual([w, r]);
  }
});

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, at) => at + 1);
}

/** Sets as bits. */
function setsOf(n: number, size: number): number[] {
  return Array.from({ length: 2 ** n }, (_, set) => set).filter((set) => bits(set) === size);
}

function bits(set: number): number {
  return set.toString(2).replaceAll('0', '').length;
}
