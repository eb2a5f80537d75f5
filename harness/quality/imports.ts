import { type Arrow, arrows, courseArrows, reservedPackages, strangers, withoutPackages } from './arrows.ts';
import type { FoundImport } from './find-imports.ts';
import { isMutant, isTestCode, submissionOf } from './source-tree.ts';
import type { Violation } from './violation.ts';

/** Every import that DESIGN section 3 does not allow, with the arrow and the rule. */
export function forbiddenImports(found: readonly FoundImport[]): Violation[] {
  return found.flatMap((seen) => {
    const message = forbiddenBy(seen);
    const arrow = `${seen.from} -> ${seen.to ?? seen.specifier}`;
    return message === undefined
      ? []
      : [{ file: seen.from, line: seen.line, rule: 'arrow', message: `${arrow}: ${message}` }];
  });
}

function forbiddenBy(seen: FoundImport): string | undefined {
  const { from, to } = seen;
  if (to?.startsWith('solutions/') && submissionOf(to) !== submissionOf(from)) return 'nothing may import a solution';
  if (isMutant(from) || isTestCode(from)) return undefined;
  if (!from.startsWith('harness/')) return forbiddenInCourse(seen);
  if (to !== undefined && !to.startsWith('harness/')) return 'harness finds the course as data, never by import';
  return to === undefined ? forbiddenPackage(seen) : forbiddenArrow(seen, to);
}

function forbiddenInCourse({ from, to, specifier }: FoundImport): string | undefined {
  const own = submissionOf(from) ?? /^graders\/[^/]+\//.exec(from)?.[0];
  if (specifier.startsWith('.') && own !== undefined && to?.startsWith(own) && submissionOf(to) === submissionOf(from))
    return undefined;
  const { specifiers, rule } = courseArrows.find(({ files }) => files.test(from)) ?? {};
  return specifiers?.test(specifier) ? undefined : (rule ?? 'no rule of harness/quality/arrows.ts allows it');
}

function forbiddenPackage({ from, specifier }: FoundImport): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  const pure = withoutPackages.find(({ folder }) => isIn(from, folder));
  if (pure) return `${pure.folder} imports no package: ${pure.because}`;
  const reserved = reservedPackages.find((entry) => entry.package.test(specifier));
  if (!reserved || reserved.folders.some((folder) => isIn(from, folder))) return undefined;
  return `only ${reserved.folders.join(', ')} imports it: ${reserved.because}`;
}

function forbiddenArrow({ from, typeOnly }: FoundImport, to: string): string | undefined {
  if (isTestCode(to)) return 'only tests import what is there for tests';
  for (const pair of strangers) {
    if (pair.some((folder) => isIn(from, folder)) && pair.some((folder) => isIn(to, folder) && !isIn(from, folder))) {
      return `${pair.join(' and ')} never import each other`;
    }
  }
  const [home, target] = [ruledFolder(from), ruledFolder(to)];
  if (home === target || isIn(to, home)) return undefined;
  const allowed = (arrows[home] ?? []).filter((arrow) => isIn(to, arrow.to));
  if (allowed.length === 0) return `${home} may import ${listOf(arrows[home] ?? [])} (harness/quality/arrows.ts)`;
  if (!typeOnly && allowed.every((arrow) => arrow.typesOnly))
    return `${home} may import only types of ${target}: write \`import type\``;
  return undefined;
}

function listOf(allowed: readonly Arrow[]): string {
  return allowed.length === 0 ? 'nothing' : `only ${allowed.map((arrow) => arrow.to).join(', ')}`;
}

/** The longest folder with rules of its own; otherwise the first below harness/. */
function ruledFolder(path: string): string {
  const named = Object.keys(arrows).filter((folder) => isIn(path, folder));
  return named.sort((a, b) => b.length - a.length)[0] ?? (path.split('/')[1] as string);
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`harness/${folder}/`);
}
