import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';

/**
 * Copies npm packages and everything they depend on into a `node_modules` directory, flat. For programs that run where
 * the checkout is out of reach. Optional dependencies that are not installed are left out; two versions of one package
 * are an error, for a flat directory holds one.
 */
export function copyPackages(names: readonly string[], into: string): void {
  const copied = new Map<string, string>();
  const copy = (name: string, base: string) => {
    const manifest = findPackageJSON(name, base);
    if (!manifest) throw new Error(`${name} is not installed`);
    const found = JSON.parse(readFileSync(manifest, 'utf8')) as PackageManifest;
    const before = copied.get(name);
    if (before === found.version) return;
    if (before) throw new Error(`two versions of ${name} are needed: ${before} and ${found.version}`);
    copied.set(name, found.version);
    mkdirSync(dirname(join(into, name)), { recursive: true });
    const home = dirname(manifest);
    cpSync(home, join(into, name), { recursive: true, filter: (path) => path === home || basename(path) !== 'node_modules' });
    for (const dependency of Object.keys(found.dependencies ?? {})) copy(dependency, manifest);
  };
  for (const name of names) copy(name, import.meta.url);
}

interface PackageManifest {
  version: string;
  dependencies?: Record<string, string>;
}
