import { expect, test } from 'vitest';
import { newSeed, type Random, randomFor } from './random.ts';

const draws = (random: Random) => [
  random.int(1, 1_000_000),
  random.word(8),
  random.pick(['a', 'b', 'c', 'd']),
  random.product(),
];

test('equal seeds and purposes give equal values, again and again', () => {
  expect(draws(randomFor('ab12', 'ex1/first'))).toEqual(draws(randomFor('ab12', 'ex1/first')));
});

test('a seed that an old report printed still gives what it gave', () => {
  const random = randomFor('ab12', 'ex1/first');
  expect([random.int(0, 999), random.int(0, 999), random.word(6), random.product()]).toMatchInlineSnapshot(`
    [
      80,
      249,
      "qcvjgk",
      {
        "product_id": 760982,
        "product_name": "MicroWidget-ureg",
        "quantity": 9757,
      },
    ]
  `);
});

test('another seed or another purpose gives other values', () => {
  const values = [
    ['ab12', 'ex1/first'],
    ['ab13', 'ex1/first'],
    ['ab12', 'ex1/second'],
    ['ab12ex1', '/first'],
  ].map(([seed = '', purpose = '']) => JSON.stringify(draws(randomFor(seed, purpose))));
  expect(new Set(values).size).toBe(values.length);
});

test('whole numbers keep within their limits and reach both', () => {
  const random = randomFor('1', 'limits');
  const seen = new Set(Array.from({ length: 500 }, () => random.int(3, 7)));
  expect([...seen].toSorted()).toEqual([3, 4, 5, 6, 7]);
  expect(random.int(5, 5)).toBe(5);
});

test('products never repeat an id, never take one of the course, and hold nothing that a default would equal', () => {
  const random = randomFor('2', 'products');
  const products = Array.from({ length: 3000 }, () => random.product());
  expect(new Set(products.map(({ product_id }) => product_id)).size).toBe(3000);
  for (const { product_id, product_name, quantity } of products) {
    expect(product_id).toBeGreaterThan(999);
    expect(product_name).toMatch(/^[A-Z][a-z]+[A-Z][a-z]+-[a-z]{4}$/);
    expect(quantity).toBeGreaterThan(1);
  }
});

test('a new seed can be typed, and is what --seed takes', () => {
  const seeds = Array.from({ length: 50 }, newSeed);
  for (const seed of seeds) expect(seed).toMatch(/^[0-9a-f]{8}$/);
  expect(new Set(seeds).size).toBe(50);
});
