import { expect, test } from 'vitest';
import { ReadyCount } from './ready-count.ts';

/** A message as a server sends it. */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

const login = Buffer.concat([message('R', '\0\0\0\0'), message('S', 'a Z\0b Z'), message('Z', 'I')]);
const answer = Buffer.concat([message('D', 'Z\0\0\0\u0005I'), message('C', 'SELECT 1\0'), message('Z', 'T')]);

test('a login and an answer are one each, however their bytes come', () => {
  for (const size of [1000, 7, 5, 2]) {
    const ready = new ReadyCount();
    const all = Buffer.concat([login, answer, answer]);
    for (let at = 0; at < all.length; at += size) ready.see(all.subarray(at, at + size));
    expect([size, ready.count]).toEqual([size, 3]);
  }
});

test('the answers to requests for encryption are no messages', () => {
  const ready = new ReadyCount();
  for (const bytes of [Buffer.from('N'), Buffer.from('N'), login]) ready.see(bytes);
  expect(ready.count).toBe(1);
});
