import type { Node } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isCallExpression,
  isDoStatement,
  isForStatement,
  isFunctionExpression,
  isIdentifier,
  isImportDeclaration,
  isNewExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isWhileStatement,
} from 'typescript/unstable/ast/is';
import { lineOf, type ParsedFile, walk } from './parse.ts';
import { submissionOf } from './source-tree.ts';
import type { Violation } from './violation.ts';

/**
 * Bare sleeps: whatever waits for time instead of for a condition. A timer that rejects, or calls something that is
 * no promise's, is a limit and no sleep. A student's program has no `waitUntil`: in it a pause within a loop is a wait.
 */
export function findSleeps(file: ParsedFile): Violation[] {
  return [...walk(file.tree)].filter(isSleep).flatMap((node) => {
    if (submissionOf(file.path) && isInLoop(node)) return [];
    return [
      {
        file: file.path,
        line: lineOf(file, node),
        rule: 'bare sleep',
        message: 'wait for a condition: waitUntil(what, probe, { timeout })',
      },
    ];
  });
}

function isSleep(node: Node): boolean {
  if (isImportDeclaration(node)) {
    return isStringLiteral(node.moduleSpecifier) && /^(node:)?timers\/promises$/.test(node.moduleSpecifier.text);
  }
  if (!isCallExpression(node)) return false;
  const [first] = node.arguments;
  const called = node.expression;
  if (isPropertyAccessExpression(called)) return isNamed(called.expression, 'Atomics') && called.name.text === 'wait';
  if (isNamed(called, 'promisify')) return isNamed(first, 'setTimeout');
  if (!isNamed(called, 'setTimeout') || !first) return false;
  const executor = executorAround(node);
  return executor ? !onlyRejects(first, executor) : settles(first);
}

/** The function that the nearest `new Promise(…)` around it was given. */
function executorAround(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.parent && isNewExpression(at.parent) && isNamed(at.parent.expression, 'Promise')) return at;
  }
  return undefined;
}

/** Whether the callback mentions the executor's second parameter and not its first. */
function onlyRejects(callback: Node, executor: Node): boolean {
  if (!isArrowFunction(executor) && !isFunctionExpression(executor)) return false;
  const [resolve, reject] = executor.parameters.map(({ name }) => (isIdentifier(name) ? name.text : ''));
  const mentioned = [...walk(callback)].filter(isIdentifier).map(({ text }) => text);
  return reject !== undefined && mentioned.includes(reject) && !mentioned.includes(resolve ?? '');
}

/** `setTimeout(gate.resolve, …)` with a promise from elsewhere. */
function settles(callback: Node): boolean {
  return [...walk(callback)].some((node) => isPropertyAccessExpression(node) && node.name.text === 'resolve');
}

function isInLoop(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (isWhileStatement(at) || isDoStatement(at) || isForStatement(at)) return true;
  }
  return false;
}

function isNamed(node: Node | undefined, name: string): boolean {
  return node !== undefined && isIdentifier(node) && node.text === name;
}
