import { InvalidArchive, quoted } from './invalid-archive.ts';
import { limits } from './limits.ts';

/** Never unpacked: packages, repositories, what macOS adds. Nobody would look at them, and they hold links. */
const passedOver = new Set(['node_modules', '.git', '__MACOSX', '.DS_Store']);

/**
 * Where an entry lies below the folder that is unpacked into: relative, with `/`, in normal form C. Undefined for what
 * is passed over. Throws InvalidArchive for a path that leads out of the folder or that no honest file has.
 */
export function entryPath(name: string): string | undefined {
  if (/^(\/|[A-Za-z]:)/.test(name))
    throw new InvalidArchive(`it holds a path that begins at the root: ${quoted(name)}`);
  const parts = name
    .normalize('NFC')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new InvalidArchive(`it holds a path that leads out of it: ${quoted(name)}`);
  if (parts.length === 0 || parts.some((part) => passedOver.has(part))) return undefined;
  if (/\p{Cc}/u.test(name)) throw new InvalidArchive(`it holds a name with control characters: ${quoted(name)}`);
  const path = parts.join('/');
  const tooLong = Buffer.byteLength(path) > limits.path || parts.some((part) => Buffer.byteLength(part) > limits.name);
  if (tooLong) throw new InvalidArchive(`it holds a name that is too long: ${quoted(name)}`);
  if (parts.length > limits.depth)
    throw new InvalidArchive(`its folders are more than ${limits.depth} deep: ${quoted(name)}`);
  return path;
}

/** Whether a link at `path` would lead out of the folder. A link is never made; one that escapes condemns the archive. */
export function escapes(path: string, target: string): boolean {
  if (/^(\/|\\|[A-Za-z]:)/.test(target)) return true;
  let depth = path.split('/').length - 1;
  for (const part of target.split(/[/\\]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
