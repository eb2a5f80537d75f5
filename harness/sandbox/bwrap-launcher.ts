import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { dataLimit, nodeOptions } from '../enclosure/node-limits.ts';
import type { EnclosureTools } from '../enclosure/tools.ts';
import { apart, enclosedUser, sealed, systemView } from '../enclosure/view.ts';
import { type Launcher, type LaunchSpec, processLauncher } from './launcher.ts';

/** With what processes of submissions are enclosed on this machine. Plain data. */
export interface StudentEnclosure {
  tools: EnclosureTools;
  /** Made by `writeEtc`, for the student's user. */
  etc: string;
  /** Modules of ours that are compiled already; made by `openStudentEnclosure`. */
  modules?: { path: string; writable: boolean };
}

/** The descriptor through which bubblewrap reads its options: a command line could be read inside. */
const optionsFd = 5;

/** Where the program sees its submission. */
const seenAs = '/work';

/** Threads and processes, open files, bytes of one file. */
const limits = { nproc: 128, nofile: 1024, fsize: 64 * 1024 ** 2, core: 0 };

/**
 * bubblewrap around Node: no file but the submission's and the system's programs, no process but its own, limits. The
 * network is the one that `enter` leads to (`Engine.clientGround`), or none.
 */
export function bwrapLauncher(enclosure: StudentEnclosure, enter?: readonly string[]): Launcher {
  const { tools } = enclosure;
  const about = {
    name: 'bubblewrap',
    isolation: 'full' as const,
    describe: () => 'bubblewrap: files, network, processes and memory of its own; no filter of system calls',
  };
  return processLauncher(about, (spec) => {
    const [command = tools.bwrap, ...rest] = [...(enter ?? []), tools.bwrap];
    const rlimits = { ...limits, data: dataLimit(spec.memoryMb) };
    const options = [...viewOf(enclosure, spec), ...(enter ? [] : ['--unshare-net'])];
    return {
      command,
      args: [
        ...[...rest, '--args', String(optionsFd), '--', tools.prlimit],
        ...Object.entries(rlimits).map(([name, value]) => `--${name}=${value}`),
        ...['--', '/lab/node', ...nodeOptions(spec.memoryMb), ...spec.args],
      ],
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      inputs: { [optionsFd]: options.join('\0') },
      owner: spec.owner,
      seenAs,
      signalsAsCodes: true,
      contained: true,
    };
  });
}

function viewOf({ etc, modules }: StudentEnclosure, { directory, nodePath, owner }: LaunchSpec): string[] {
  const packages = readlinkSync(join(directory, 'node_modules'));
  const environment = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: seenAs,
    TMPDIR: '/tmp',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    ...(modules && { NODE_COMPILE_CACHE: '/lab/modules' }),
  };
  return [
    ...apart(enclosedUser(owner)),
    ...systemView(etc),
    ...['--ro-bind', nodePath, '/lab/node', '--ro-bind', packages, packages, '--ro-bind', directory, seenAs],
    ...(modules ? [modules.writable ? '--bind' : '--ro-bind', modules.path, '/lab/modules'] : []),
    ...sealed,
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', seenAs],
  ];
}
