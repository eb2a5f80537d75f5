import { constants } from 'node:fs';
import { lchown, mkdir, open, realpath, symlink, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import type { Owner } from '../broker/broker.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Finding } from './finding.ts';
import { readTaken } from './read-taken.ts';
import { copySdk } from './sdk-copy.ts';
import type { IgnoredFile } from './taken-files.ts';

/** The package.json of every staged submission; none of the student's own is read. */
const packageJson = JSON.stringify({ type: 'module', imports: { '#lab': './.lab/index.ts' } });

export interface StageOptions {
  /** The folder with one student's files for one exercise. */
  source: string;
  /**
   * A directory that exists and is empty. What is compiled is kept beside it, and found again by a submission of the
   * same user that is staged there later: Node keeps compiled modules by their paths.
   */
  into: string;
  exercise: Exercise;
  /** The packages that student code may import, as `copyStudentPackages` made them. */
  packagesDirectory: string;
  /** harness/sdk. */
  sdkDirectory: string;
  /** The student's user: its group may read everything, nobody else but the caller may, and it may write nothing. */
  owner?: Owner;
}

/** A copy of a submission that a process of the student's can run from. */
export interface StagedSubmission {
  /** Its real path. */
  readonly directory: string;
  /** For compiled modules, of the student's user. Only what is staged in the same place uses it. */
  readonly compileCache: string;
  /** Relative paths of the student's files in it, sorted. */
  readonly taken: readonly string[];
  readonly ignored: readonly IgnoredFile[];
  /** Of the names and contents of the taken files, and of nothing else: the same wherever they are staged. */
  readonly hash: string;
  /** What is wrong with the submission as a whole; it is then staged in part. */
  readonly findings: readonly Finding[];
}

/**
 * Copies the files that the exercise asks for out of reach of our own packages and adds what student code imports.
 * Throws BAD_SUBMISSION when the source cannot be read; what is the student's fault is a finding.
 */
export async function stageSubmission(options: StageOptions): Promise<StagedSubmission> {
  const directory = await realpath(options.into);
  const { files, findings, hash, ignored } = await readTaken(options.source, options.exercise);
  const copy = new Copy(directory, isRoot() ? options.owner : undefined);
  for (const { path, content } of files) {
    await copy.file(path, content);
    const stripped = withoutTypes(path, content);
    if (stripped !== undefined) await copy.file(`.lab/stripped/${path}`, stripped);
  }
  await copy.file('package.json', packageJson);
  await copySdk(options.sdkDirectory, (path, content) => copy.file(`.lab/${path}`, content));
  await symlink(await realpath(options.packagesDirectory), join(directory, 'node_modules'));
  await copy.close();
  const compileCache = await makeCache(`${directory}-cache`, options.owner);
  return { directory, compileCache, taken: files.map(({ path }) => path), ignored, hash, findings };
}

async function makeCache(path: string, owner: Owner | undefined): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (owner && isRoot()) await lchown(path, owner.uid, owner.gid);
  return path;
}

/** What Node would make of a TypeScript module; `undefined` where it would refuse it, and for other files. */
function withoutTypes(path: string, content: Buffer): string | undefined {
  if (!/\.m?ts$/.test(path)) return undefined;
  try {
    return stripTypeScriptTypes(content.toString());
  } catch {
    return undefined;
  }
}

/**
 * Writes files that only their owner, the caller, can change. Folders stay writable for the caller, so that it can
 * remove them; a student's process under a user of its own cannot write there.
 */
class Copy {
  readonly #root: string;
  readonly #owner: Owner | undefined;
  readonly #made = new Set<string>();

  constructor(root: string, owner: Owner | undefined) {
    this.#root = root;
    this.#owner = owner;
  }

  async file(path: string, content: string | Buffer): Promise<void> {
    await this.#folder(dirname(path));
    await writeFile(join(this.#root, path), content, { mode: 0o644, flag: 'wx' });
    this.#made.add(path);
  }

  /** Modes and groups, once everything is there. */
  async close(): Promise<void> {
    for (const path of ['', ...this.#made]) {
      await using entry = await open(join(this.#root, path), constants.O_RDONLY | constants.O_NOFOLLOW);
      const isFolder = (await entry.stat()).isDirectory();
      if (this.#owner) await entry.chown(0, this.#owner.gid);
      const mode = isFolder ? 0o755 : 0o444;
      await entry.chmod(this.#owner ? mode & 0o770 : mode);
    }
    if (this.#owner) await lchown(join(this.#root, 'node_modules'), 0, this.#owner.gid);
  }

  async #folder(path: string): Promise<void> {
    if (path === '.' || this.#made.has(path)) return;
    await this.#folder(dirname(path));
    await mkdir(join(this.#root, path), { mode: 0o755 });
    this.#made.add(path);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
