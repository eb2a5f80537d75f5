import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { messageOf } from '../../core/errors.ts';

/** A file system in memory that is soon full. Disposing unmounts it. */
export interface SmallDisk extends Disposable {
  /** Why there is none on this machine. */
  missing?: string;
  grow(size: string): void;
}

/** Mounts one of this size (`16k`, `8m`) at a path, where that is possible. */
export function smallDisk(path: string, size: string): SmallDisk {
  const none = (why: string): SmallDisk => ({
    missing: `a small file system cannot be mounted: ${why}`,
    grow: () => undefined,
    [Symbol.dispose]: () => undefined,
  });
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return none('only root can, on Linux');
  mkdirSync(path, { recursive: true });
  const mount = (...options: string[]) => execFileSync('mount', [...options, path], { stdio: 'pipe' });
  try {
    mount('-t', 'tmpfs', '-o', `size=${size},mode=711`, 'lab-test');
  } catch (error) {
    return none(messageOf(error).trim());
  }
  return {
    grow: (bigger) => void mount('-o', `remount,size=${bigger}`),
    [Symbol.dispose]: () => void execFileSync('umount', [path]),
  };
}
