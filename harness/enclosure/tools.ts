import { join } from 'node:path';
import { isProgram } from '../core/programs.ts';

/** The programs of Linux by which processes are enclosed, as absolute paths. Plain data. */
export interface EnclosureTools {
  /** bubblewrap: makes namespaces and what is seen in them. */
  bwrap: string;
  /** Enters namespaces that exist. */
  nsenter: string;
  prlimit: string;
  setpriv: string;
}

const names = ['bwrap', 'nsenter', 'prlimit', 'setpriv'] as const;
/** Not PATH: what encloses others is not found where the caller happens to look first. */
const folders = ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin', '/sbin'];

/** Finds them, or says what is missing in one line. Whether the kernel permits their use shows only at use. */
export function findEnclosureTools(): EnclosureTools | { missing: string } {
  if (process.platform !== 'linux') return { missing: `bubblewrap is for Linux, and this is ${process.platform}` };
  const found = names.map((name) => [name, folders.map((folder) => join(folder, name)).find(isProgram)] as const);
  const absent = found.flatMap(([name, path]) => (path === undefined ? [name] : []));
  if (absent.length > 0) return { missing: `there is no ${absent.join(', no ')} on this machine` };
  return Object.fromEntries(found) as unknown as EnclosureTools;
}
