import { expect, test } from 'vitest';
import { allowList } from './allow-list.ts';
import { parseFiles } from './parse.ts';
import { syntaxViolations, textViolations } from './rules.ts';
import { medianLimit, quantile, sourceSizes } from './sizes.ts';
import { readSourceTree } from './source-tree.ts';
import { parsed } from './testing.ts';
import { formatViolations, withoutAllowed } from './violation.ts';

const tree = readSourceTree();
const sizes = sourceSizes(tree);

test('the files of this repository keep the rules, or stand in the allow-list with a reason', () => {
  const allowed = allowList.filter(({ rule }) => !rule.startsWith('process.'));
  const violations = [...tree.flatMap(textViolations), ...parseFiles(tree).flatMap(syntaxViolations)];
  expect(formatViolations(withoutAllowed(violations, allowed))).toBe('');
});

const figures = `${quantile(sizes)}, nine in ten have at most ${quantile(sizes, 0.9)}, the longest ${sizes.at(-1)?.lines}`;
test(`${sizes.length} source files: the median has ${figures} lines; the median is at most ${medianLimit}`, () => {
  expect(sizes.length).toBeGreaterThan(100);
  expect(quantile(sizes)).toBeLessThanOrEqual(medianLimit);
});

/** `line rule` for everything that is found in a made-up file. */
function found(text: string, path = 'harness/core/made-up.ts'): string[] {
  return syntaxViolations(parsed(path, text)).map(({ line, rule }) => `${line} ${rule}`);
}

test.for([
  'await new Promise((resolve) => setTimeout(resolve, 10));',
  'await new Promise((done) => { setTimeout(() => done(1), 10); });',
  'await new Promise<void>(function (resolve) { const end = () => resolve(); setTimeout(end, 10); });',
  'const gate = Promise.withResolvers<void>(); setTimeout(gate.resolve, 10);',
  "import { setTimeout as pause } from 'node:timers/promises';",
  'const pause = promisify(setTimeout);',
  'Atomics.wait(cell, 0, 0, 10);',
])('a bare sleep: %s', (text) => {
  expect(found(text)).toEqual(['1 bare sleep']);
});

test.for([
  'await new Promise((resolve, reject) => { socket.once("x", resolve); setTimeout(() => reject(new Error("late")), 10); });',
  'const timer = setTimeout(() => socket.destroy(), 10);',
  'const text = `await new Promise((resolve) => setTimeout(resolve, 10))`;',
])('no sleep: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('a solution may pause within a loop, which it cannot do by waitUntil, and nowhere else', () => {
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 10));';
  expect(found(`while (!(await holds())) ${pause}`, 'solutions/ex1-a/src/a.ts')).toEqual([]);
  expect(found(`for (;;) { if (done) break; ${pause} }`, 'graders/ex1-a/variants/v/src/a.ts')).toEqual([]);
  expect(found(pause, 'solutions/ex1-a/src/a.ts')).toEqual(['1 bare sleep']);
  expect(found(`while (true) { ${pause} }`, 'harness/cluster/a.ts')).toEqual(['1 bare sleep']);
});

test('`any` is found wherever a type can stand, and nowhere else', () => {
  const text = [
    'let a: any;',
    'const b = c as any;',
    'const d = new Map<string, any>();',
    'const any = "any"; // any',
    '/** any */ f(any);',
  ].join('\n');
  expect(found(text)).toEqual(['1 any', '2 any', '3 any']);
});

test('silenced errors, lone tests and unfinished work are found in code and comments, not in strings', () => {
  const text = [
    '// @ts-expect-error no',
    "test.only('x', () => {});",
    '/* TODO: more */',
    "f('// TODO'); g(/FIXME/); h(`@ts-ignore ${1} XXX`);",
    '// FIXME',
  ].join('\n');
  expect(found(text).sort()).toEqual(['1 silenced types', '2 only', '3 unfinished', '5 unfinished']);
});

test('a starter has TODOs, and a mutant may break every rule', () => {
  const text = '// TODO: promote the follower\nexport const a = 1;';
  expect(found(text, 'exercises/ex1-a/src/a.ts')).toEqual([]);
  expect(found('let a: any; // @ts-ignore', 'graders/ex1-a/mutants/m/src/a.ts')).toEqual([]);
});

test('paths of one machine are found in any text file; those of a container or a rule about them are not', () => {
  const home = ['', 'home', 'ann', 'course'].join('/');
  const paths = (text: string) =>
    textViolations({ path: 'harness/README.md', text }).map(({ line, message }) => `${line} ${message}`);
  expect(paths(`see\n${home}/x and '${home}'`)).toEqual([`2 ${home.slice(0, 9)} exists on one machine only`]);
  expect(paths('below /root, ~/work/x, $' + '{dir}/work/runs, https://a.b/home/x, /usr/lib')).toEqual([]);
});

test('a file above 400 lines is too long, unless it is a test or no code', () => {
  const text = 'x;\n'.repeat(401);
  const rules = (path: string) => textViolations({ path, text }).map(({ rule }) => rule);
  expect(rules('harness/core/a.ts')).toEqual(['file length']);
  expect(rules('harness/core/a.test.ts')).toEqual([]);
  expect(rules('graders/ex1-a/grader.test.ts')).toEqual([]);
  expect(rules('exercises/ex1-a/README.md')).toEqual([]);
});

test('an exception that nothing needs is a violation', () => {
  const violation = { file: 'a.ts', line: 3, rule: 'any', message: 'no' };
  const exception = { file: 'a.ts', rule: 'any', reason: 'a test' };
  expect(withoutAllowed([violation], [exception])).toEqual([]);
  expect(formatViolations(withoutAllowed([], [exception]))).toBe(
    'a.ts  allow-list: the exception from "any" is not needed any more: take it off the list',
  );
});
