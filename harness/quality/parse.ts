import type { Node, SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { isTypeScript, type SourceFileText } from './source-tree.ts';

/** A module and its syntax tree. */
export interface ParsedFile extends SourceFileText {
  tree: SourceFile;
}

/** One compiler serves all calls, for it is a process; it ends with this one. */
let compiler: API | undefined;
const texts = new Map<string, string>();
let calls = 0;

/**
 * Parses the TypeScript files among `files`, about 1 ms each. Only syntax: nothing is resolved or checked, so files
 * that the compiler is not shown (mutants, fixtures) are parsed like all others. Files with errors have a tree too.
 */
export function parseFiles(files: readonly SourceFileText[]): ParsedFile[] {
  const modules = files.filter(({ path }) => isTypeScript(path));
  const home = `/${++calls}`;
  const config = `${home}/tsconfig.json`;
  const compilerOptions = { noLib: true, noResolve: true, types: [], module: 'nodenext', target: 'esnext' };
  texts.set(config, JSON.stringify({ compilerOptions, files: modules.map(({ path }) => path) }));
  for (const { path, text } of modules) texts.set(`${home}/${path}`, text);
  // The directory of a file is all that the compiler asks for beyond the files: nothing of the disk is seen.
  compiler ??= new API({
    cwd: '/',
    fs: {
      readFile: (path) => texts.get(path) ?? null,
      fileExists: (path) => texts.has(path),
      directoryExists: () => true,
      getAccessibleEntries: () => ({ files: [], directories: [] }),
      realpath: (path) => path,
    },
  });
  const program = compiler.updateSnapshot({ openProjects: [config] }).getProject(config)?.program;
  const parsed = modules.map(({ path, text }) => {
    const tree = program?.getSourceFile(`${home}/${path}`);
    if (!tree) throw new Error(`${path} could not be parsed`);
    return { path, text, tree };
  });
  compiler.updateSnapshot({ closeProjects: [config] });
  texts.clear();
  return parsed;
}

/** 1 for the first line. */
export function lineOf({ tree }: ParsedFile, node: Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Every node below and including the given one, parents first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* walk(child);
}
