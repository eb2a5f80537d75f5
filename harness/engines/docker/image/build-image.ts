import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Broker } from '../../../broker/broker.ts';
import { collect } from '../../../core/collect.ts';
import { LabError, messageOf } from '../../../core/errors.ts';
import { endOf } from '../../../core/last-words.ts';
import { openClient } from '../client.ts';
import { inspectImage } from '../images.ts';
import { hashOf, type ImageRecipe } from './recipes.ts';

export interface BuildOptions {
  broker: Broker;
  /** Where the daemon answers. */
  host: string;
  /** A directory on disk for a few hundred MB, removed afterwards. */
  scratch: string;
  /** Where programs are looked for. */
  path: string;
  /** Debian's archive. */
  mirror: string;
  /** Builds also what is there. */
  force: boolean;
  say(line: string): void;
}

/** The label that says from which recipe an image was built. */
const recipeLabel = 'replication-lab.recipe';

/**
 * Builds an image from Debian packages, unless the daemon has one of the same recipe. Returns its name. Throws START_FAILED,
 * with the last words of the program that failed, or NO_DOCKER.
 */
export async function buildImage(recipe: ImageRecipe, options: BuildOptions): Promise<string> {
  const { broker, host, say, scratch } = options;
  const name = `${recipe.name}:${recipe.tag}`;
  const hash = hashOf(recipe);
  if (!options.force && (await inspectImage(host, name))?.Config.Labels?.[recipeLabel] === hash) {
    say(`${name} is there (${recipe.means})`);
    return name;
  }
  say(`${name}: ${recipe.means}, Debian ${recipe.suite} with ${recipe.packages.join(', ')} from ${options.mirror}`);
  const root = join(scratch, `root-${recipe.tag}`);
  try {
    await bootstrap(recipe, root, options);
    const version = versionOf(root, recipe.packages[0] ?? '');
    trim(recipe, root);
    const archive = await broker.spawn({
      label: 'tar',
      command: 'tar',
      args: ['-C', root, '--numeric-owner', '--one-file-system', '-c', '.'],
      cwd: '/',
      env: { PATH: options.path },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { dockerode } = await openClient(host);
    const changes = [...recipe.changes(version), `LABEL ${recipeLabel}=${hash}`];
    const stream = await dockerode.importImage(archive.child.stdout ?? Readable.from([]), {
      repo: recipe.name,
      tag: recipe.tag,
      changes,
    });
    await finished(stream);
    if ((await archive.exited).code !== 0) throw new LabError('START_FAILED', `${name}: tar failed`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  say(`${name} is built`);
  return name;
}

/** In a mount namespace of its own, so that what debootstrap mounts is gone with it, however it ends. */
async function bootstrap(recipe: ImageRecipe, root: string, { broker, mirror, path }: BuildOptions): Promise<void> {
  const include = recipe.packages.join(',');
  const script = '/usr/share/debootstrap/scripts/sid'; // the same for every suite of today, known to it by name or not
  const owned = await broker.spawn({
    label: 'debootstrap',
    command: 'unshare',
    args: ['--mount', 'debootstrap', '--variant=minbase', `--include=${include}`, recipe.suite, root, mirror, script],
    cwd: '/',
    env: { PATH: path, LC_ALL: 'C' },
  });
  const [out, err] = [collect(owned.child.stdout, 1024 ** 2), collect(owned.child.stderr, 1024 ** 2)];
  const { code } = await owned.exited;
  if (code === 0) return;
  await endOf([owned.child.stdout, owned.child.stderr]);
  const said = `${out.text()}${err.text()}`.trim().split('\n');
  const words = said.filter((line) => /^[EW]: /.test(line)).slice(-3);
  throw new LabError('START_FAILED', `debootstrap failed: ${(words.length > 0 ? words : said.slice(-3)).join('; ')}`, {
    where: mirror,
    next: `see that ${mirror} can be reached from here, or name another archive with --mirror`,
  });
}

/** The version of an installed package, without Debian's epoch. */
function versionOf(root: string, name: string): string {
  const status = readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
  const entry = status.split('\n\n').find((text) => text.startsWith(`Package: ${name}\n`));
  return /^Version: (?:\d+:)?(\S+)$/m.exec(entry ?? '')?.[1] ?? '';
}

function trim(recipe: ImageRecipe, root: string): void {
  for (const path of recipe.without) {
    const { mode } = statSync(join(root, path), { throwIfNoEntry: false }) ?? {};
    rmSync(join(root, path), { recursive: true, force: true });
    if (mode !== undefined) mkdirSync(join(root, path), { recursive: true, mode: 0o755 });
  }
  for (const [path, source] of Object.entries(recipe.files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(source, join(root, path));
    chmodSync(join(root, path), 0o755);
  }
}

/** Reads the daemon's progress to its end. Throws NO_DOCKER for the error that may stand in it. */
async function finished(progress: NodeJS.ReadableStream): Promise<void> {
  let said = '';
  try {
    for await (const chunk of progress) said += String(chunk);
  } catch (cause) {
    throw new LabError('NO_DOCKER', `the daemon broke off the import: ${messageOf(cause)}`, { cause });
  }
  const error = /"error":"([^"]*)"/.exec(said)?.[1];
  if (error !== undefined) throw new LabError('NO_DOCKER', `the daemon refused the image: ${error}`);
}
