import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { findImports } from './import-scan.ts';
import { studentPackages } from './packages.ts';
import type { SubmissionText } from './submission-text.ts';

/** What is wrong with the imports of these modules and of what they import, as far as their text shows it. */
export function importFindings(modules: readonly string[], submission: SubmissionText): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const text = seen.has(path) ? undefined : submission.read(path);
    seen.add(path);
    if (text === undefined) return;
    for (const { specifier, line, names } of findImports(text)) {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
      const problem = specifierProblem(specifier, target, submission);
      if (problem) findings.push({ path, line, message: problem });
      for (const { name, line: at } of names) {
        const isType = target ? declaresType(submission.read(target), name) : isLabType(specifier, name, submission);
        if (isType) findings.push({ path, line: at, message: typeMessage(name, specifier) });
      }
      if (target) visit(target);
    }
  };
  for (const module of modules) visit(module);
  return findings;
}

export function typeMessage(name: string, specifier: string): string {
  return `\`${name}\` is a type: write \`import type { ${name} } from '${specifier}'\``;
}

export function packageMessage(name: string): string {
  return `the package ${name} is not available: only ${studentPackages.join(', ')} and the modules of Node are`;
}

/** What an import without an extension, or with that of a compiled file, may mean. */
const endings = ['.ts', '.mts', '.js', '.mjs', '/index.ts'];

/** Names the file that was probably meant. */
export function fileMessage(specifier: string, target: string, submission: SubmissionText): string {
  const stem = (path: string) => path.replace(/\.m?js$|\/$/, '');
  const ending = endings.find((end) => submission.read(stem(target) + end) !== undefined);
  if (ending) return `write the whole name of the file: '${stem(specifier)}${ending}'`;
  const reason = submission.ignoredBecause(target);
  return `there is no file ${target}${reason ? `: ${reason}` : ''}`;
}

function specifierProblem(specifier: string, target: string | undefined, submission: SubmissionText) {
  if (target !== undefined) {
    const known = target.startsWith('..') || submission.read(target) !== undefined;
    return known ? undefined : fileMessage(specifier, target, submission);
  }
  if (specifier.startsWith('#') || specifier.startsWith('/') || /^\w+:/.test(specifier)) return undefined;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return isBuiltin(specifier) || studentPackages.includes(name) ? undefined : packageMessage(name);
}

function isLabType(specifier: string, name: string, { labTypes }: SubmissionText): boolean {
  return specifier === '#lab' && labTypes.has(name);
}

export function declaresType(text: string | undefined, name: string): boolean {
  if (text === undefined) return false;
  const word = name.replaceAll('$', '\\$');
  if (new RegExp(`\\b(?:function|class|const|let|var)\\s+${word}\\b`).test(text)) return false;
  return new RegExp(`^\\s*(?:export\\s+)?(?:declare\\s+)?(?:interface|type)\\s+${word}\\b`, 'm').test(text);
}
