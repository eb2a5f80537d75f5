import { posix } from 'node:path';
import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { lineOf, type ParsedFile, walk } from './parse.ts';

/** One import or re-export, as it stands in a file. */
export interface FoundImport {
  from: string;
  line: number;
  specifier: string;
  /** The file of the repository that a relative specifier names, or that an alias of package.json stands for. */
  to: string | undefined;
  /** Nothing of it is left when it runs. */
  typeOnly: boolean;
  /** `import('…')`: loaded later or never. */
  dynamic: boolean;
}

/** Static imports, re-exports, `import('literal')` and `import('literal').Type` of a module. */
export function findImports(file: ParsedFile): FoundImport[] {
  const found: FoundImport[] = [];
  for (const node of walk(file.tree)) {
    const seen = readImport(node);
    if (!seen) continue;
    found.push({ from: file.path, line: lineOf(file, node), to: resolve(file.path, seen.specifier), ...seen });
  }
  return found;
}

type Seen = Pick<FoundImport, 'specifier' | 'typeOnly' | 'dynamic'>;

function readImport(node: Node): Seen | undefined {
  // `import { type A }` is no type import: Node strips the name and loads the module all the same.
  if (isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === SyntaxKind.TypeKeyword;
    return { specifier: textOf(node.moduleSpecifier), typeOnly, dynamic: false };
  }
  if (isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly, dynamic: false };
  }
  if (isImportTypeNode(node) && isLiteralTypeNode(node.argument)) {
    return { specifier: textOf(node.argument.literal), typeOnly: true, dynamic: false };
  }
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier && textOf(specifier) !== '') return { specifier: textOf(specifier), typeOnly: false, dynamic: true };
  }
  return undefined;
}

function textOf(node: Node): string {
  return isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) ? node.text : '';
}

/** The aliases of package.json. */
function resolve(from: string, specifier: string): string | undefined {
  if (specifier === '#lab') return 'harness/sdk/index.ts';
  const alias = /^#harness\/(.+)$/.exec(specifier)?.[1];
  if (alias !== undefined) return `harness/${alias}/index.ts`;
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}
