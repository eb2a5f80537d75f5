import type { Node } from 'typescript/unstable/ast';
import {
  isIdentifier,
  isImportDeclaration,
  isNamedImports,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { lineOf, type ParsedFile, walk } from './parse.ts';
import { isTestCode } from './source-tree.ts';
import type { Violation } from './violation.ts';

/** What of the process belongs to the CLI: what it was told, what it says, and how it ends. */
const guarded = ['argv', 'env', 'exit', 'exitCode', 'stderr', 'stdout'];

/**
 * Uses of the process outside cli/. Everything else is given streams, settings and directories as arguments, so that
 * it can run twice in one process and be tested. The rule is named for each member: `process.exit`, `process.env` …
 */
export function processUses(file: ParsedFile): Violation[] {
  if (!file.path.startsWith('harness/') || file.path.startsWith('harness/cli/') || isTestCode(file.path)) return [];
  return [...walk(file.tree)].flatMap((node) =>
    membersUsed(node)
      .filter((member) => guarded.includes(member))
      .filter((member) => member !== 'env' || !file.path.startsWith('harness/config/'))
      .map((member) => {
        const message =
          member === 'env'
            ? 'only cli/ and config/ read the environment'
            : 'only cli/ does that: take it as an argument';
        return { file: file.path, line: lineOf(file, node), rule: `process.${member}`, message };
      }),
  );
}

function membersUsed(node: Node): string[] {
  if (isPropertyAccessExpression(node) && isProcess(node.expression)) return [node.name.text];
  if (
    isVariableDeclaration(node) &&
    node.initializer &&
    isProcess(node.initializer) &&
    isObjectBindingPattern(node.name)
  ) {
    return node.name.elements.map(({ propertyName, name }) => textOf(propertyName ?? name));
  }
  if (
    isImportDeclaration(node) &&
    isStringLiteral(node.moduleSpecifier) &&
    node.moduleSpecifier.text === 'node:process'
  ) {
    const names = node.importClause?.namedBindings;
    return names && isNamedImports(names)
      ? names.elements.map(({ propertyName, name }) => textOf(propertyName ?? name))
      : [];
  }
  return [];
}

/** `process` and `globalThis.process`. */
function isProcess(node: Node): boolean {
  if (isIdentifier(node)) return node.text === 'process';
  return (
    isPropertyAccessExpression(node) &&
    isIdentifier(node.expression) &&
    node.expression.text === 'globalThis' &&
    node.name.text === 'process'
  );
}

function textOf(node: Node | undefined): string {
  return node && isIdentifier(node) ? node.text : '';
}
