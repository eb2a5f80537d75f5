import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { copyPackages } from '../../core/packages.ts';
import type { Installation } from './installation.ts';

/** Programs that the harness adds to a machine's PATH. */
export interface Tools {
  path: string[];
}

const source = join(import.meta.dirname, 'basebackup');
const nodeModules = join(import.meta.dirname, '..', '..', '..', 'node_modules');

/**
 * Puts our pg_basebackup where the servers' user can run it, when the installation has none. It is copied, with the
 * packages it needs, for the checkout may be out of that user's reach.
 */
export async function openTools(options: {
  installation: Installation;
  stateDirectory: string;
  nodePath: string;
}): Promise<Tools> {
  if (options.installation.has('pg_basebackup')) return { path: [] };
  const files = readdirSync(source).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const hash = createHash('sha256').update(options.nodePath);
  for (const name of files.sort()) hash.update(readFileSync(join(source, name)));
  const home = join(options.stateDirectory, `tools-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(home)) return { path: [join(home, 'bin')] };
  const draft = `${home}.${process.pid}`;
  mkdirSync(join(draft, 'bin'), { recursive: true, mode: 0o755 });
  mkdirSync(join(draft, 'basebackup'));
  for (const name of files) cpSync(join(source, name), join(draft, 'basebackup', name));
  writeFileSync(join(draft, 'package.json'), '{ "type": "module" }\n');
  await copyPackages(['pg', 'tar-stream'], nodeModules, join(draft, 'node_modules'));
  const script = join(draft, 'bin', 'pg_basebackup');
  writeFileSync(
    script,
    `#!/bin/sh\nexec '${options.nodePath}' --disable-warning=ExperimentalWarning '${join(home, 'basebackup/main.ts')}' "$@"\n`,
  );
  chmodSync(script, 0o755);
  try {
    renameSync(draft, home);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another run was first
  }
  return { path: [join(home, 'bin')] };
}
