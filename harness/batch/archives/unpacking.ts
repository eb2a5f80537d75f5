import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { entryPath, escapes } from './entry-path.ts';
import { InvalidArchive, quoted } from './invalid-archive.ts';
import { bytesText, limits } from './limits.ts';

/**
 * One archive on its way into a directory: keeps to the limits and makes nothing but folders and new, plain files that
 * only the caller may read. Throws InvalidArchive for the archive's faults; what the disk says passes through.
 */
export class Unpacking {
  readonly #root: string;
  /** Bytes of the archive itself. */
  readonly #packed: number;
  #entries = 0;
  #unpacked = 0;
  #written = 0;

  /** `root`: an empty directory of ours. */
  constructor(root: string, packed: number) {
    this.#root = root;
    this.#packed = packed;
  }

  /** Counts an entry and says where it goes; undefined: it is passed over. */
  next(name: string): string | undefined {
    this.#entries += 1;
    if (this.#entries > limits.entries) throw new InvalidArchive(`it holds more than ${limits.entries} entries`);
    return entryPath(name);
  }

  /** Counts bytes that came out of decompressing. */
  count(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > limits.unpacked)
      throw new InvalidArchive(`it unpacks to more than ${bytesText(limits.unpacked)}`);
    if (this.#unpacked > limits.plain && this.#unpacked > this.#packed * limits.ratio)
      throw new InvalidArchive(
        `it is a bomb: ${bytesText(this.#packed)} unpack to more than ${bytesText(limits.plain)}`,
      );
  }

  async folder(path: string): Promise<void> {
    await honest(path, mkdir(join(this.#root, path), { recursive: true, mode: 0o700 }));
  }

  async file(path: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (path.includes('/')) await this.folder(dirname(path));
    await using file = await honest(path, open(join(this.#root, path), 'wx', 0o600));
    for await (const chunk of content) {
      this.#written += chunk.length;
      if (this.#written > limits.written)
        throw new InvalidArchive(`its files are more than ${bytesText(limits.written)}`);
      await file.writeFile(chunk);
    }
  }

  /** A link is left out, like a device: only one that would lead out of the folder is a reason to stop. */
  link(path: string, target: string): void {
    if (escapes(path, target))
      throw new InvalidArchive(`it holds a link that leads out of it: ${quoted(path)} to ${quoted(target)}`);
  }
}

/** Two entries of one name, or one that is a file and a folder. */
async function honest<T>(path: string, making: Promise<T>): Promise<T> {
  try {
    return await making;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR')
      throw new InvalidArchive(`it holds ${quoted(path)} twice`, error);
    throw error;
  }
}
