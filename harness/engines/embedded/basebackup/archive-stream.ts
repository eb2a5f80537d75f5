import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError } from './errors.ts';
import { fileAction, writeAll } from './files.ts';
import { type Untar, untarInto } from './untar.ts';

/** Where the manifest is kept until the backup is complete; the original's name. */
export const temporaryManifest = 'backup_manifest.tmp';

/**
 * Takes apart the COPY stream of BASE_BACKUP: the first byte of each message says what it is (the protocol's
 * "new archive", "manifest", "archive or manifest data", "progress report").
 */
export class ArchiveStream {
  readonly #directory: string;
  readonly #manifestPath: string;
  readonly #progress: (bytes: number) => void;
  #archive: Untar | undefined;
  #manifest: number | undefined;

  /** @param progress is told the bytes that the server has sent, whenever the server says so */
  constructor(directory: string, progress: (bytes: number) => void) {
    this.#directory = directory;
    this.#manifestPath = join(directory, temporaryManifest);
    this.#progress = progress;
  }

  /** Resolves when the next message may come. Throws when a file cannot be written or the message makes no sense. */
  async receive(message: Buffer): Promise<void> {
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'n':
        return this.#startArchive(message);
      case 'd':
        return this.#receiveData(message.subarray(1));
      case 'm':
        return this.#startManifest();
      case 'p':
        return this.#progress(Number(message.readBigUInt64BE(1)));
      default:
        throw new BackupError(`malformed COPY message of type ${message[0]}, length ${message.length}`);
    }
  }

  /** Resolves when all files are complete. Throws when a part is missing. */
  async finish(): Promise<void> {
    if (this.#manifest === undefined) throw new BackupError('the server sent no backup manifest');
    closeSync(this.#manifest);
  }

  #startArchive(message: Buffer): void {
    const [name = '', location = ''] = message.toString('utf8', 1).split('\0');
    if (location !== '' || this.#archive) throw new BackupError(`unexpected archive "${name}" from the server`);
    this.#archive = untarInto(this.#directory);
  }

  async #startManifest(): Promise<void> {
    await this.#archive?.finish();
    const path = this.#manifestPath;
    this.#manifest = fileAction('create file', path, () => openSync(path, 'wx', 0o600));
  }

  async #receiveData(data: Buffer): Promise<void> {
    if (this.#manifest !== undefined) {
      writeAll(this.#manifest, this.#manifestPath, data);
    } else if (this.#archive) {
      await this.#archive.write(data);
    } else {
      throw new BackupError('unexpected payload data');
    }
  }
}
