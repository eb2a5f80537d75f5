import { createHash } from 'node:crypto';

/**
 * Random values that repeat with the seed. Generators avoid values that hide a bug: no zero, nothing that a default
 * would equal, no two equal draws of what should differ.
 */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** A product's row that no other draw of this generator has: its id is above those of the course's data set. */
  product(): { product_id: number; product_name: string; quantity: number };
  /** Lower-case letters. */
  word(length: number): string;
}

/** A generator for one purpose: equal seeds and purposes give equal values, others are independent. */
export function randomFor(seed: string, purpose: string): Random {
  let block = Buffer.alloc(0);
  let blocks = 0;
  const next = (): number => {
    if (block.length < 4) {
      block = createHash('sha256').update(`${seed}\0${purpose}\0${blocks}`).digest();
      blocks += 1;
    }
    const value = block.readUInt32BE(0);
    block = block.subarray(4);
    return value;
  };
  const int = (low: number, high: number): number => low + (next() % (high - low + 1));
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T;
  const word = (length: number): string =>
    Array.from({ length }, () => pick([...'abcdefghijklmnopqrstuvwxyz'])).join('');
  const drawn = new Set<number>();
  const product = () => {
    let id: number;
    do id = int(1000, 999_999);
    while (drawn.has(id));
    drawn.add(id);
    return { product_id: id, product_name: `${pick(adjectives)}${pick(nouns)}-${word(4)}`, quantity: int(2, 9999) };
  };
  return { int, pick, product, word };
}

/** A new seed, short enough to type. */
export function newSeed(): string {
  return createHash('sha256').update(`${process.hrtime.bigint()}${process.pid}`).digest('hex').slice(0, 8);
}

const adjectives = ['Quantum', 'Hyper', 'Astro', 'Micro', 'Turbo', 'Solar', 'Crystal', 'Magneto'] as const;
const nouns = ['Widget', 'Spanner', 'Capacitor', 'Gasket', 'Rotor', 'Lens', 'Valve', 'Coupler'] as const;
