import { goesTo, packageRules, type Recipient, type Rule, scriptRules } from './contents.ts';

type Table = Record<string, string>;

export interface PackageJson {
  name: string;
  version: string;
  license?: string;
  engines?: Table;
  scripts?: Table;
  dependencies?: Table;
  devDependencies?: Table;
  optionalDependencies?: Table;
  [field: string]: unknown;
}

/** The package.json of a copy: with the commands that work there and the packages that they need. */
export function packageJsonFor(recipient: Recipient, whole: PackageJson): PackageJson {
  const of = (rules: readonly Rule[], table: Table | undefined) => {
    return Object.fromEntries(Object.entries(table ?? {}).filter(([name]) => goesTo(recipient, rules, name)));
  };
  return {
    ...whole,
    scripts: of(scriptRules, whole.scripts),
    dependencies: of(packageRules, whole.dependencies),
    devDependencies: of(packageRules, whole.devDependencies),
    optionalDependencies: of(packageRules, whole.optionalDependencies),
  };
}

/** Scripts and packages of which nobody has said to whom they go. */
export function unclassifiedIn({
  scripts,
  dependencies,
  devDependencies,
  optionalDependencies,
}: PackageJson): string[] {
  const packages = { ...dependencies, ...devDependencies, ...optionalDependencies };
  const without = (rules: readonly Rule[], table: Table | undefined) =>
    Object.keys(table ?? {}).filter((name) => goesTo('student', rules, name) === undefined);
  return [...without(scriptRules, scripts), ...without(packageRules, packages)];
}
