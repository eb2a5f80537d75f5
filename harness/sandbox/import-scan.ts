/** One import or re-export statement, as far as a text search can see it. */
interface FoundImport {
  specifier: string;
  /** Line of the specifier. */
  line: number;
  /** Names that are imported as values, with their lines. */
  names: { name: string; line: number }[];
}

/**
 * Finds the static imports of a module in its text. It may see one in a comment or a template: only for explaining
 * why a module could not be loaded, never for deciding that.
 */
export function findImports(text: string): FoundImport[] {
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;
  const found: FoundImport[] = [];
  const pattern = /^[ \t]*(?:import|export)\b(\s+type\b)?([\w$\s{},*]*?)(?:\bfrom\s*|\s*)(['"])([^'"\n]+)\3/gm;
  for (const match of text.matchAll(pattern)) {
    const [all, isType, clause = '', , specifier = ''] = match;
    const start = match.index + all.indexOf(clause);
    const names = isType ? [] : namesIn(clause).map(({ name, at }) => ({ name, line: lineAt(start + at) }));
    found.push({ specifier, line: lineAt(match.index + all.length), names });
  }
  return found;
}

function namesIn(clause: string): { name: string; at: number }[] {
  const open = clause.indexOf('{');
  if (open < 0) return [];
  const names: { name: string; at: number }[] = [];
  for (const match of clause.slice(open).matchAll(/[{,]\s*(type\s+(?!as\b))?([\w$]+)/g)) {
    if (!match[1] && match[2]) names.push({ name: match[2], at: open + match.index + match[0].length });
  }
  return names;
}
