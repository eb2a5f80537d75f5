import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeValue } from '../sdk/values.ts';
import { paramProblem, protocol, studentMethod } from './protocol.ts';
import { protocolPage, rewriteCommand } from './protocol-page.ts';

test('PROTOCOL.md says what the table says', () => {
  const page = readFileSync(new URL('PROTOCOL.md', import.meta.url), 'utf8');
  expect(page, `PROTOCOL.md is stale; write it anew with: ${rewriteCommand}`).toBe(protocolPage());
});

test('the page names every tag that the codec writes', () => {
  const values = [
    undefined,
    Number.NaN,
    1n,
    new Date(),
    new Uint8Array(),
    new Set(),
    new Map(),
    new Error(),
    { $a: 1 },
  ];
  const keep = { callback: () => 1, handle: () => 1, signal: () => 1 };
  const kept = [() => 1, { method() {} }, new AbortController().signal];
  const tags = [...values, ...kept].map((value) => Object.keys(encodeValue(value, keep) as object)[0]);
  expect(new Set(tags).size).toBe(12);
  for (const tag of [...tags, '$lab', '$node']) expect(protocolPage()).toContain(`- \`${tag}\`: `);
});

test('a submission can call only what is meant for it', () => {
  expect(studentMethod('node.exec', 'request')).toBe(protocol['node.exec']);
  expect(studentMethod('callback', 'request')).toBe(protocol.callback);
  for (const method of ['load', 'toString', '__proto__', 7, undefined]) {
    expect(studentMethod(method, 'request')).toBeUndefined();
  }
  expect(studentMethod('node.exec', 'notification')).toBeUndefined();
});

test('wrong parameters are named', () => {
  const spec = protocol['lab.delay'] as NonNullable<(typeof protocol)[string]>;
  expect(paramProblem(spec, { node: 'leader', ms: 5 })).toBeUndefined();
  expect(paramProblem(spec, { node: 'leader', ms: '5' })).toBe('params.ms is not of the type number');
  expect(paramProblem(spec, [1])).toBe('params is not an object');
});
