import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';
import type { FoundImport } from './find-imports.ts';
import { isTypeScript, overlaid, repository, type SourceFileText } from './source-tree.ts';
import type { Violation } from './violation.ts';

/**
 * What the compiler says of variants and mutants, each as it is run: over its solution, which has the files that it
 * does not bring. `tsc -p .` leaves them out, for in their own folders those files are missing.
 */
export function overlayTypeErrors(files: readonly SourceFileText[]): Violation[] {
  const overlays = files.filter(({ path }) => isTypeScript(path) && overlaid(path) !== undefined);
  const texts = new Map(overlays.map(({ path, text }) => [join(repository, path), text]));
  const config = join(repository, 'tsconfig.overlays.json'); // a text of ours: it is not on the disk
  texts.set(
    config,
    JSON.stringify({ extends: './tsconfig.json', include: [], exclude: [], files: overlays.map(({ path }) => path) }),
  );
  const compiler = new API({
    cwd: repository,
    // undefined: as on the disk
    fs: {
      readFile: (path) => texts.get(path) ?? readSolution(path),
      fileExists: (path) => texts.has(path) || readSolution(path) !== undefined || undefined,
      directoryExists: (path) => overlaid(fromRepository(path)) !== undefined || undefined,
    },
  });
  const program = compiler.updateSnapshot({ openProjects: [config] }).getProject(config)?.program;
  if (!program) throw new Error('the compiler does not open the variants and mutants');
  // The compiler is a process and ends with this one; ended sooner, it complains on stderr now and then.
  return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map((found) => {
    const file = found.fileName ?? config;
    const line = program.getSourceFile(file)?.getLineAndCharacterOfPosition(found.pos).line ?? -1;
    return { file: fromRepository(file), line: line + 1, rule: `TS${found.code}`, message: found.text };
  });
}

/** Files of variants and mutants that change nothing: after a file of the solution got another name, for instance. */
export function idleOverlays(files: readonly SourceFileText[], imports: readonly FoundImport[]): Violation[] {
  const solution = new Map(files.map(({ path, text }) => [path, text]));
  const imported = new Set(imports.map(({ to }) => to));
  return files.flatMap(({ path, text }) => {
    const under = overlaid(path);
    if (!isTypeScript(path) || under === undefined) return [];
    const idle = (message: string) => [{ file: path, line: 0, rule: 'idle overlay', message }];
    if (solution.get(under) === text) return idle('it is the file of the solution: leave it out');
    const used = solution.has(under) || imported.has(path);
    return used ? [] : idle('it lies over no file of the solution, and no file beside it imports it');
  });
}

/** The text of the solution's file that is seen through a variant or a mutant at `path`. */
function readSolution(path: string): string | undefined {
  const under = overlaid(fromRepository(path));
  if (under === undefined || existsSync(path)) return undefined;
  return existsSync(join(repository, under)) ? readFileSync(join(repository, under), 'utf8') : undefined;
}

function fromRepository(path: string): string {
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
}
