import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Broker, Owner } from '../../broker/broker.ts';
import { collect } from '../../core/collect.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { endOf } from '../../core/last-words.ts';
import type { TemplateRecipe } from '../engine.ts';
import { asArguments } from '../server-settings.ts';
import { complaintIn, initdbArguments, templateFiles, templateSql, walSegmentBytes } from '../template-contents.ts';
import type { Installation } from './installation.ts';

/** A data directory that was initialised once and is copied for each machine. */
export interface Template {
  dataDirectory: string;
  /** The superuser's password in it; readable by the caller alone. */
  password: string;
}

export interface TemplateOptions {
  installation: Installation;
  broker: Broker;
  /** Where templates are kept between runs: memory-backed where there is room. */
  cacheDirectory: string;
  owner: Owner | undefined;
}

/** Raised when the way a template is made changes, so that older ones are not used. */
const revision = 4;

/** The middle eight digits of a segment's name count 4 GiB each. */
const segmentsPerId = BigInt(2 ** 32 / walSegmentBytes);

/** Finds or makes the template of a recipe. Two runs that make it at once end with one. Throws START_FAILED. */
export async function openTemplate(recipe: TemplateRecipe, options: TemplateOptions): Promise<Template> {
  const { installation, cacheDirectory } = options;
  const identity = JSON.stringify([revision, installation.version, installation.binDirectory, options.owner, recipe]);
  const key = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const home = join(cacheDirectory, `template-${installation.version.full}-${key}`);
  if (!existsSync(home)) await makeTemplate(home, recipe, options);
  return { dataDirectory: join(home, 'data'), password: readFileSync(join(home, 'password'), 'utf8') };
}

/** Made below the run's directory, so that an interrupted one is swept, and then renamed into the cache. */
async function makeTemplate(home: string, recipe: TemplateRecipe, options: TemplateOptions): Promise<void> {
  const { broker, owner } = options;
  const draft = await broker.makeDirectory(`template-${randomBytes(4).toString('hex')}`, { mode: 0o711 });
  const place = await broker.makeDirectory(`${draft.slice(broker.directory.length + 1)}/new`, { mode: 0o700, owner });
  const data = join(place, 'data');
  const password = randomBytes(18).toString('base64url');
  await run(options, 'initdb', [...initdbArguments(recipe), '-D', data], '');
  const settings = asArguments({ fsync: 'off' });
  await run(options, 'postgres', ['--single', '-D', data, ...settings, 'postgres'], templateSql(recipe, password));
  removeSpareSegments(data);
  for (const [name, text] of Object.entries(templateFiles(recipe))) {
    writeFileSync(join(data, name), text); // over the files of initdb, so owner and mode stay
  }
  writeFileSync(join(draft, 'password'), password, { mode: 0o600 });
  renameSync(data, join(draft, 'data'));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(options.cacheDirectory, { recursive: true, mode: 0o711 });
  chmodSync(options.cacheDirectory, 0o711);
  try {
    renameSync(draft, home);
  } catch (cause) {
    if (!existsSync(home)) {
      throw new LabError('NO_STORAGE', `cannot keep the template: ${messageOf(cause)}`, { where: home, cause });
    }
    rmSync(draft, { recursive: true, force: true }); // another run was first
  }
}

/**
 * Removes the WAL segments that are only kept ready for later: every copy would carry them along. Whatever lies behind
 * the last checkpoint of a server that was shut down cleanly is empty; one segment more stays, for a record at the edge.
 */
function removeSpareSegments(data: string): void {
  const checkpoint = readFileSync(join(data, 'global', 'pg_control')).readBigUInt64LE(32); // same place in 15 to 18
  const last = checkpoint / BigInt(walSegmentBytes) + 1n;
  const name = (segment: bigint) =>
    [1n, segment / segmentsPerId, segment % segmentsPerId].map((part) =>
      part.toString(16).toUpperCase().padStart(8, '0'),
    );
  const folder = join(data, 'pg_wal');
  for (const file of readdirSync(folder)) {
    if (/^[0-9A-F]{24}$/.test(file) && file > name(last).join('')) rmSync(join(folder, file));
  }
}

async function run(options: TemplateOptions, program: string, args: string[], input: string): Promise<void> {
  const { broker, installation, owner } = options;
  const owned = await broker.spawn({
    label: program,
    command: join(installation.binDirectory, program),
    args,
    cwd: '/',
    env: { PATH: installation.binDirectory, LC_ALL: 'C', TZ: 'UTC' },
    owner,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = owned.child;
  const [out, err] = [collect(stdout), collect(stderr)];
  stdin?.on('error', () => undefined); // it ended early: its exit code tells
  stdin?.end(input);
  const status = await owned.exited;
  await endOf([stdout, stderr]);
  const failed = complaintIn(err.text());
  if (status.code === 0 && !failed) return;
  const said = failed ?? (err.text().trim() || out.text().trim() || `exit code ${status.code}`);
  const noAccount = /could not look up effective user ID/.test(said);
  throw new LabError('START_FAILED', `${program} failed: ${said}`, {
    where: installation.binDirectory,
    next: noAccount ? 'run as a user that has an account: initdb looks it up in /etc/passwd' : undefined,
  });
}
