import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LabError } from './errors.ts';

/** Lists, in the copy, what it was made from. */
const contentsFile = '.contents.json';

/** Path below node_modules -> version. */
type Closure = Record<string, string>;

/**
 * Copies packages and what they depend on to `into`, which then serves as a node_modules where the checkout is out of
 * reach. Does nothing when `into` holds the same versions already; several callers at a time do no harm. Throws
 * START_FAILED when a package is missing.
 */
export async function copyPackages(names: readonly string[], fromNodeModules: string, into: string): Promise<void> {
  const closure = await closureOf(names, fromNodeModules);
  const contents = JSON.stringify(closure, null, 2);
  if (await holds(into, contents)) return;
  await mkdir(dirname(into), { recursive: true });
  const temporary = await mkdtemp(join(dirname(into), `.${basename(into)}-`));
  try {
    for (const path of Object.keys(closure)) await copyPackage(join(fromNodeModules, path), join(temporary, path));
    await makeReadable(temporary);
    // Node looks for a package's dependencies in folders named node_modules: this one leads back to the copy.
    await symlink('.', join(temporary, 'node_modules'));
    await writeFile(join(temporary, contentsFile), contents);
    await putInPlace(temporary, into, contents);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function closureOf(names: readonly string[], nodeModules: string): Promise<Closure> {
  const closure: Closure = {};
  const visit = async (path: string): Promise<void> => {
    const { version = '', dependencies = {} } = (await readPackage(join(nodeModules, path))) ?? {};
    closure[path] = version;
    for (const name of Object.keys(dependencies)) {
      const found = await resolveFrom(nodeModules, path, name);
      if (!Object.hasOwn(closure, found)) await visit(found);
    }
  };
  for (const name of names) await visit(await resolveFrom(nodeModules, '', name));
  return closure;
}

/** As Node does: in the package's own node_modules, then in that of each folder above it. */
async function resolveFrom(nodeModules: string, path: string, name: string): Promise<string> {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = at ? `${at}/node_modules/${name}` : name;
    if (await readPackage(join(nodeModules, candidate))) return candidate;
    if (!at) break;
  }
  throw new LabError('START_FAILED', `the package ${name} is missing`, { where: nodeModules, next: 'npm ci' });
}

async function readPackage(folder: string): Promise<{ version?: string; dependencies?: object } | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Without its nested packages: those that are needed are copied by themselves. */
async function copyPackage(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const nested = join(from, 'node_modules');
  await cp(from, to, { recursive: true, dereference: true, filter: (source) => source !== nested });
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}

async function holds(into: string, contents: string): Promise<boolean> {
  return (await readFile(join(into, contentsFile), 'utf8').catch(() => undefined)) === contents;
}

/** A rename onto a folder with something in it fails: then an old copy moves away, and one of two callers wins. */
async function putInPlace(temporary: string, into: string, contents: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await rename(temporary, into);
    } catch (error) {
      if (await holds(into, contents)) return;
      if (tries === 3) throw error;
      await rename(into, `${temporary}.old`).catch(() => undefined);
      await rm(`${temporary}.old`, { recursive: true, force: true });
    }
  }
}
