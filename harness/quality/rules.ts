import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import { isCallExpression, isPropertyAccessExpression } from 'typescript/unstable/ast/is';
import { lineOf, type ParsedFile, walk } from './parse.ts';
import { findSleeps } from './sleeps.ts';
import { isMutant, isTestCode, isTypeScript, type SourceFileText } from './source-tree.ts';
import type { Violation } from './violation.ts';

const lineLimit = 400;

/** What can be seen in a file's text: its length, and paths of one machine. */
export function textViolations({ path, text }: SourceFileText): Violation[] {
  const violations: Violation[] = [];
  const lines = text.split('\n');
  const length = lines.length - 1;
  if (isTypeScript(path) && !isTestCode(path) && !path.endsWith('.test.ts') && length > lineLimit) {
    violations.push({
      file: path,
      line: lineLimit,
      rule: 'file length',
      message: `${length} lines, at most ${lineLimit}: split it`,
    });
  }
  for (const [at, line] of lines.entries()) {
    const found = /(?<![\w.~$}/:-])\/(?:home|root|work|Users|workspace)\/[\w.-]+/.exec(line)?.[0];
    if (found)
      violations.push({
        file: path,
        line: at + 1,
        rule: 'machine path',
        message: `${found} exists on one machine only`,
      });
  }
  return violations;
}

/** What can be seen in its syntax: sleeps, `any`, silenced errors, lone tests, unfinished work. */
export function syntaxViolations(file: ParsedFile): Violation[] {
  if (isMutant(file.path)) return [];
  const anys = [...walk(file.tree)].filter((node) => node.kind === SyntaxKind.AnyKeyword);
  const lone = [...walk(file.tree)].filter(isLoneTest);
  const at = (node: Node) => ({ file: file.path, line: lineOf(file, node) });
  return [
    ...findSleeps(file),
    ...anys.map((node) => ({ ...at(node), rule: 'any', message: 'use `unknown` and narrow it, or say the type' })),
    ...lone.map((node) => ({ ...at(node), rule: 'only', message: 'the tests beside it do not run' })),
    ...commentViolations(file),
  ];
}

/** `test.only(…)`, `describe.concurrent.only(…)`. */
function isLoneTest(node: Node): boolean {
  return isCallExpression(node) && isPropertyAccessExpression(node.expression) && node.expression.name.text === 'only';
}

function commentViolations(file: ParsedFile): Violation[] {
  const open = file.path.startsWith('exercises/')
    ? []
    : [{ rule: 'unfinished', pattern: /\b(TODO|FIXME|XXX)\b/, message: 'do it, or leave it out' }];
  const rules = [
    { rule: 'silenced types', pattern: /@ts-(ignore|expect-error|nocheck)\b/, message: 'make the types right' },
    ...open,
  ];
  const lines = withoutLiterals(file).split('\n');
  return lines.flatMap((line, at) =>
    rules
      .filter(({ pattern }) => pattern.test(line))
      .map(({ rule, message }) => ({ file: file.path, line: at + 1, rule, message })),
  );
}

const literals = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
]);

/** The text with strings, templates and patterns blanked, lines kept: what remains is code and comments. */
function withoutLiterals({ text, tree }: ParsedFile): string {
  const parts: string[] = [];
  let end = 0;
  for (const node of walk(tree)) {
    if (!literals.has(node.kind)) continue;
    const start = node.getStart(tree);
    parts.push(text.slice(end, start));
    end = node.getEnd();
    parts.push(text.slice(start, end).replace(/[^\n]/g, ' '));
  }
  return [...parts, text.slice(end)].join('');
}
