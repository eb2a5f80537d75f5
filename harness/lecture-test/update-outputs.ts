import { type BlockResult, sameOutput } from './run-chapter.ts';

/**
 * The chapter's text with what its blocks printed. An output that says the same already stays as it is, so that only
 * what has changed shows up as changed.
 */
export function updateOutputs(text: string, results: readonly BlockResult[]): string {
  const lines = text.split('\n');
  for (const { block, printed, problem } of results.toReversed()) {
    const { output } = block;
    if (output === undefined || problem !== undefined || sameOutput(block, printed)) continue;
    const indent = /^\s*/.exec(lines[output.line - 1] ?? '')?.[0] ?? '';
    const fresh = printed === '' ? [] : printed.split('\n').map((line) => `${indent}${line}`.trimEnd());
    lines.splice(output.line, output.endLine - output.line - 1, ...fresh);
  }
  return lines.join('\n');
}
