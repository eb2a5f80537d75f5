import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Launcher, plainLaunch, processLauncher } from './launcher.ts';

/**
 * Node's permission model, where nothing better is there: it keeps accidents and idle curiosity from files, programs
 * and workers. Its network is open, for node urls must work, and it does not keep a program from sending signals.
 */
export const permissionLauncher: Launcher = processLauncher(
  {
    name: 'permissions',
    isolation: 'partial',
    describe: () => "Node's permission model: files alone; no isolation from network, other processes and memory",
  },
  (spec) => {
    const { compileCache, directory } = spec;
    const packages = readlinkSync(join(directory, 'node_modules'));
    const readable = [directory, packages, compileCache].map((path) => `--allow-fs-read=${path}/*`);
    const args = ['--permission', ...readable, `--allow-fs-write=${compileCache}/*`, '--allow-net', ...spec.args];
    return plainLaunch({ ...spec, args });
  },
);
