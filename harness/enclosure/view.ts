import { lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../broker/broker.ts';

/** Bytes that fit into each temporary directory of an enclosure. */
const temporaryBytes = 64 * 1024 ** 2;

/** The user as whom enclosed processes run: the owner where the caller is root, else the caller. */
export function enclosedUser(owner: Owner | undefined): Owner {
  const isRoot = process.getuid?.() === 0;
  if (owner && isRoot) return owner;
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/**
 * Options of bubblewrap for what every enclosure sees of the machine: its programs and libraries, an /etc of ours from
 * `etc`, empty temporary directories with a limit, and processes and devices of its own. The root directory itself is
 * closed by `sealed`, which comes last.
 */
export function systemView(etc: string): string[] {
  const tmpfs = (path: string) => ['--size', String(temporaryBytes), '--tmpfs', path];
  const files = ['passwd', 'group', 'hosts', 'nsswitch.conf'];
  return [
    ...['--ro-bind', '/usr', '/usr'],
    ...['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap(asOnThisMachine),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...tmpfs('/dev/shm'),
    ...tmpfs('/tmp'),
    ...files.flatMap((name) => ['--ro-bind', join(etc, name), `/etc/${name}`]),
    // Where Debian's programs have their links, and where the linker finds libraries.
    ...['alternatives', 'ld.so.cache'].flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
  ];
}

/** After everything was put in place, nothing can be added beside it: the root is memory without a limit. */
export const sealed: readonly string[] = ['--remount-ro', '/dev', '--remount-ro', '/'];

/** Namespaces of its own but for the network; no capability, no terminal, no further namespaces. */
export function apart({ uid, gid }: Owner): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--disable-userns', '--uid', String(uid), '--gid', String(gid), '--hostname', 'lab'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
  ];
}

/** Writes the /etc of an enclosure into a directory that exists: one user, and this machine's own name. */
export function writeEtc(directory: string, owner: Owner | undefined): string {
  const { uid, gid } = enclosedUser(owner);
  const files = {
    passwd: `root:x:0:0::/:/bin/sh\nlab:x:${uid}:${gid}::/tmp:/bin/sh\n`,
    group: `root:x:0:\nlab:x:${gid}:\n`,
    hosts: '127.0.0.1 localhost lab\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  };
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text, { mode: 0o644 });
  return directory;
}

/** `/bin` is a link into /usr on most machines, and a directory on others. */
function asOnThisMachine(name: string): string[] {
  const path = `/${name}`;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  return found?.isDirectory() ? ['--ro-bind', path, path] : [];
}
