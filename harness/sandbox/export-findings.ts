import type { ModuleContract } from '../sdk/exercise.ts';
import type { Finding } from './finding.ts';
import type { LoadedModule } from './loaded-modules.ts';

/** Which of the functions that the exercise asks for a loaded module does not export, or not as a function. */
export function exportFindings(path: string, contract: ModuleContract, found: LoadedModule, text: string): Finding[] {
  return Object.keys(contract.exports)
    .filter((name) => !found.functions.includes(name))
    .map((name) => ({ path, ...lineOf(name, text), message: exportMessage(name, found, text) }));
}

function exportMessage(name: string, found: LoadedModule, text: string): string {
  if (found.others.includes(name)) return `\`${name}\` is exported, but is not a function`;
  if (declaration(name).test(text)) {
    return found.functions.includes('default')
      ? `\`${name}\` is not exported by its name: write \`export\` before it, without \`default\``
      : `\`${name}\` is not exported: write \`export\` before it`;
  }
  return `a function \`${name}\` is missing: write \`export async function ${name}(…)\``;
}

function lineOf(name: string, text: string): { line?: number } {
  const found = declaration(name).exec(text);
  return found ? { line: text.slice(0, found.index + found[0].length).split('\n').length } : {};
}

function declaration(name: string): RegExp {
  return new RegExp(`\\b(?:function\\s*\\*?|const|let|var|class)\\s+${name.replaceAll('$', '\\$')}\\b`);
}
