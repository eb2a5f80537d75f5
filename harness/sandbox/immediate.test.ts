import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { Immediate } from './immediate.ts';
import { openWorkshop, type Workshop } from './testing.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

test('a function that is immediate waits for nothing, and throws when it is called so often', async () => {
  const text = `
    export function main(tell: (n: number) => void) {
      return [1, 2, 3].map((n) => {
        try {
          return String(tell(n));
        } catch (error) {
          return error.message;
        }
      });
    }`;
  await using student = await workshop.start({ 'src/main.ts': text });
  const told: unknown[] = [];
  const tell = new Immediate(async (n) => {
    told.push(n);
    throw new Error('of which nobody hears');
  }, 2);
  const answers = ['undefined', 'call 2 of this function throws', 'undefined'];
  expect(await student.call('main', [tell])).toEqual(answers);
  await waitUntil('all calls to arrive', () => told.length === 3, { timeout: 3000 });
  expect(told).toEqual([1, 2, 3]);
});
