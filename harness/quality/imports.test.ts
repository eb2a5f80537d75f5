import { expect, test } from 'vitest';
import { allowList } from './allow-list.ts';
import { arrows } from './arrows.ts';
import { findCycles } from './cycles.ts';
import { findImports } from './find-imports.ts';
import { forbiddenImports } from './imports.ts';
import { parseFiles } from './parse.ts';
import { processUses } from './process-use.ts';
import { readSourceTree } from './source-tree.ts';
import { parsed } from './testing.ts';
import { formatViolations, withoutAllowed } from './violation.ts';

const tree = parseFiles(readSourceTree());
const imports = tree.flatMap(findImports);

test('every import of this repository is an arrow that the design allows', () => {
  expect(imports.length).toBeGreaterThan(300);
  expect(formatViolations(forbiddenImports(imports))).toBe('');
});

test('no files of this repository import each other in a circle', () => {
  expect(formatViolations(findCycles(imports))).toBe('');
});

test('only the CLI touches arguments, streams, the environment and the end of the process', () => {
  const allowed = allowList.filter(({ rule }) => rule.startsWith('process.'));
  expect(formatViolations(withoutAllowed(tree.flatMap(processUses), allowed))).toBe('');
});

test('every relative import names a file that exists', () => {
  const files = new Set(tree.map(({ path }) => path));
  // A variant or a mutant lies over the solution, where the rest of its files are.
  const dangling = imports.filter(
    ({ from, to }) =>
      to?.endsWith('.ts') && !files.has(to) && !from.includes('/variants/') && !from.includes('/mutants/'),
  );
  expect(dangling.map(({ from, line, specifier }) => `${from}:${line} ${specifier}`)).toEqual([]);
});

test('all ways to import are found, and types are told from values', () => {
  const text = [
    "import a from './a.ts';",
    "import type { B } from './b.ts';",
    "import { type C } from './c.ts';",
    "export { d } from './d.ts';",
    "export type { E } from './e.ts';",
    "export * from '../f/f.ts';",
    "const g = () => import('./g.ts');",
    "type H = import('./h.ts').H;",
    "import '#harness/grading';",
    'const text = `',
    "  import no from './no.ts';",
    '`; // import no from "./no.ts"',
  ].join('\n');
  const found = findImports(parsed('harness/x/y.ts', text));
  expect(found.map(({ line, to, typeOnly, dynamic }) => [line, to, typeOnly, dynamic])).toEqual([
    [1, 'harness/x/a.ts', false, false],
    [2, 'harness/x/b.ts', true, false],
    [3, 'harness/x/c.ts', false, false],
    [4, 'harness/x/d.ts', false, false],
    [5, 'harness/x/e.ts', true, false],
    [6, 'harness/f/f.ts', false, false],
    [7, 'harness/x/g.ts', false, true],
    [8, 'harness/x/h.ts', true, false],
    [9, 'harness/grading/index.ts', false, false],
  ]);
});

/** What is said of one import, without the arrow. */
function saidOf(path: string, statement: string): string | undefined {
  const [violation] = forbiddenImports(findImports(parsed(path, `\n${statement}`)));
  if (violation) expect(violation).toMatchObject({ file: path, line: 2, rule: 'arrow' });
  return violation?.message.split(': ').slice(1).join(': ');
}

test.for([
  ['harness/core/a.ts', "import '../broker/b.ts'", 'core may import nothing (harness/quality/arrows.ts)'],
  ['harness/config/a.ts', "import '../course/b.ts'", 'config may import only core (harness/quality/arrows.ts)'],
  [
    'harness/grading/a.ts',
    "import { open } from '../engines/open-engine.ts'",
    'grading may import only types of engines: write `import type`',
  ],
  ['harness/grading/a.ts', "await import('../reports/json.ts')", /^grading may import only core, broker, sdk, /],
  [
    'harness/reports/a.ts',
    "import { b } from '../grading/b.ts'",
    'reports may import only types of grading: write `import type`',
  ],
  [
    'harness/engines/docker/a.ts',
    "import '../embedded/b.ts'",
    'engines/embedded and engines/docker never import each other',
  ],
  [
    'harness/engines/embedded/a.ts',
    "import '../docker/b.ts'",
    'engines/embedded and engines/docker never import each other',
  ],
  [
    'harness/engines/embedded/basebackup/a.ts',
    "import '../../../core/b.ts'",
    'engines/embedded/basebackup may import nothing (harness/quality/arrows.ts)',
  ],
  ['harness/unheard-of/a.ts', "import '../core/b.ts'", 'unheard-of may import nothing (harness/quality/arrows.ts)'],
  ['harness/cli/a.ts', "import '../sandbox/testing.ts'", 'only tests import what is there for tests'],
  [
    'harness/course/a.ts',
    "import '../../exercises/ex1-a/exercise.ts'",
    'harness finds the course as data, never by import',
  ],
  ['harness/course/a.test.ts', "import '../../solutions/ex1-a/src/a.ts'", 'nothing may import a solution'],
  ['graders/ex1-a/grader.test.ts', "import '../../solutions/ex1-a/src/a.ts'", 'nothing may import a solution'],
  [
    'graders/ex1-a/mutants/m/src/a.ts',
    "import '../../../../../solutions/ex1-a/src/a.ts'",
    'nothing may import a solution',
  ],
  [
    'graders/ex1-a/grader.test.ts',
    "import '../../harness/core/errors.ts'",
    'a grader imports #harness/grading, pg and its own files',
  ],
  [
    'graders/ex1-a/grader.test.ts',
    "import '#harness/cluster'",
    'a grader imports #harness/grading, pg and its own files',
  ],
  [
    'graders/ex1-a/grader.test.ts',
    "import './variants/v/src/a.ts'",
    'a grader imports #harness/grading, pg and its own files',
  ],
  [
    'graders/ex1-a/variants/v/src/a.ts',
    "import '#harness/grading'",
    'student code imports #lab, pg, node: modules and its own files',
  ],
  ['solutions/ex1-a/src/a.ts', "import '../../ex2-b/src/b.ts'", 'nothing may import a solution'],
  ['exercises/ex1-a/src/a.ts', "import 'zod'", 'student code imports #lab, pg, node: modules and its own files'],
  ['harness/course/a.ts', "import 'commander'", 'only cli imports it: only the CLI reads a command line'],
  ['harness/sdk/a.ts', "import 'pg'", 'sdk imports no package: it runs in the process of student code, from a copy'],
] as const)('%s is refused %s', ([path, statement, said]) => {
  if (typeof said === 'string') expect(saidOf(path, statement)).toBe(said);
  else expect(saidOf(path, statement)).toMatch(said);
});

test.for([
  ['harness/grading/a.ts', "import type { Engine } from '../engines/engine.ts'"],
  ['harness/reports/a.ts', "import type { GradeReport } from '../grading/grade-report.ts'"],
  ['harness/engines/engine-contract.ts', "import '../cluster/recipe.ts'"],
  ['harness/cluster/a.test.ts', "import '../engines/embedded/open-for-test.ts'"],
  ['harness/engines/open-engine.ts', "await import('./embedded/embedded-engine.ts')"],
  ['harness/engines/embedded/tools.ts', "import './basebackup/main.ts'"],
  ['graders/ex1-a/grader.test.ts', "import { fail } from '#harness/grading'"],
  ['graders/ex1-a/grader.test.ts', "import './story.ts'"],
  ['graders/ex1-a/variants/v/src/a.ts', "import './only-in-the-solution.ts'"],
  ['graders/ex1-a/mutants/m/src/a.ts', "import '#harness/grading'"],
  ['solutions/ex1-a/src/a.ts', "import './b.ts'"],
  ['exercises/ex1-a/exercise.ts', "import { defineExercise } from '#lab'"],
] as const)('%s is allowed %s', ([path, statement]) => {
  expect(saidOf(path, statement)).toBeUndefined();
});

test('a cycle is told once, by its shortest way; types make none', () => {
  const text = (name: string, imports: string) => ({ path: `harness/core/${name}.ts`, text: imports });
  const files = parseFiles([
    text('a', "import './b.ts'; import type { C } from './c.ts';"),
    text('b', "\nexport * from './d.ts';"),
    text('c', "import './a.ts';"),
    text('d', "const b = await import('./b.ts');"),
  ]);
  expect(formatViolations(findCycles(files.flatMap(findImports)))).toBe(
    'harness/core/b.ts:2  cycle: harness/core/b.ts -> harness/core/d.ts -> harness/core/b.ts: move what both need into a third file',
  );
});

test('the process is noticed in every spelling, outside the CLI', () => {
  const text = [
    'process.exit(1);',
    'const { argv, env: given } = process;',
    'globalThis.process.stdout.write("");',
    "import { stderr as errors } from 'node:process';",
    'process.pid; child.process.exit(); "process.exit";',
  ].join('\n');
  const rules = (path: string) => processUses(parsed(path, text)).map(({ line, rule }) => `${line} ${rule}`);
  expect(rules('harness/grading/a.ts')).toEqual([
    '1 process.exit',
    '2 process.argv',
    '2 process.env',
    '3 process.stdout',
    '4 process.stderr',
  ]);
  expect(rules('harness/config/a.ts')).not.toContain('2 process.env');
  expect(rules('harness/cli/main.ts')).toEqual([]);
  expect(rules('harness/broker/a.test.ts')).toEqual([]);
});

test('every arrow has a reason and names a folder that is there or is planned', () => {
  const known = new Set([...Object.keys(arrows), 'engines']);
  for (const arrow of Object.values(arrows).flat()) {
    expect(arrow.because).not.toBe('');
    expect(known).toContain(arrow.to);
  }
});
