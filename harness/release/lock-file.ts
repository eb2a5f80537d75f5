import type { PackageJson } from './package-json.ts';

/** As far as it is looked at here: npm's lock file of version 3, by the path of each installed package. */
export interface LockFile {
  packages: Record<string, LockedPackage>;
  [field: string]: unknown;
}

type Dependencies = Record<string, string>;

interface LockedPackage {
  dependencies?: Dependencies;
  optionalDependencies?: Dependencies;
  devDependencies?: Dependencies;
  peerDependencies?: Dependencies;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  [field: string]: unknown;
}

/** The lock file for a package.json that asks for fewer packages: the same versions, without those nobody needs any more. */
export function pruneLock(lock: LockFile, { dependencies, devDependencies, ...manifest }: PackageJson): LockFile {
  const { engines, license, name, optionalDependencies, version } = manifest;
  const top = { name, version, license, dependencies, devDependencies, engines, optionalDependencies };
  const packages = { ...lock.packages, '': top as LockedPackage };
  const kept = reachable(packages);
  return { ...lock, packages: Object.fromEntries(Object.entries(packages).filter(([path]) => kept.has(path))) };
}

function reachable(packages: Readonly<Record<string, LockedPackage>>): Set<string> {
  const found = new Set(['']);
  // A set hands out what is added to it meanwhile.
  for (const path of found) {
    for (const name of needsOf(packages[path] ?? {})) {
      const at = resolveFrom(packages, path, name);
      if (at !== undefined) found.add(at);
    }
  }
  return found;
}

function needsOf(entry: LockedPackage): string[] {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {}, peerDependencies = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => !entry.peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }), ...peers];
}

/** As Node does: in the package's own node_modules, then in that of each folder above it. */
function resolveFrom(packages: Readonly<Record<string, unknown>>, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (at === '') return undefined;
  }
}
