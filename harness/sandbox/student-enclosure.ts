import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';
import type { EnclosureTools } from '../enclosure/tools.ts';
import { writeEtc } from '../enclosure/view.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { bwrapLauncher, type StudentEnclosure } from './bwrap-launcher.ts';
import { stageSubmission } from './staging.ts';
import { startStudent } from './student.ts';

interface ModuleCacheOptions {
  broker: Broker;
  enclosure: Omit<StudentEnclosure, 'modules'>;
  nodePath: string;
  owner: Owner | undefined;
  packagesDirectory: string;
  sdkDirectory: string;
  stateDirectory: string;
}

/** Prepares what `bwrapLauncher` needs on this machine. Throws START_FAILED where bubblewrap is not permitted. */
export async function openStudentEnclosure(
  options: Omit<ModuleCacheOptions, 'enclosure'> & { tools: EnclosureTools },
): Promise<StudentEnclosure> {
  const { broker, owner, tools } = options;
  const etc = writeEtc(await broker.makeDirectory(`etc/student-${owner?.uid ?? 'caller'}`, { mode: 0o755 }), owner);
  const path = await openModuleCache({ ...options, enclosure: { tools, etc } });
  return { tools, etc, modules: { path, writable: false } };
}

/**
 * What an enclosed program needs of ours, compiled: half of its start. It is made by a program of ours, once for each
 * version, and no submission can write to it; so it lies outside of all runs. Throws START_FAILED.
 */
async function openModuleCache(options: ModuleCacheOptions): Promise<string> {
  const { broker, enclosure, nodePath, owner, packagesDirectory, sdkDirectory, stateDirectory } = options;
  const path = join(stateDirectory, `student-modules-${versionOf(options)}`);
  if (existsSync(path)) return path;
  const name = `modules-${randomBytes(3).toString('hex')}`;
  await broker.makeDirectory(name, { mode: 0o711 });
  const draft = await broker.makeDirectory(join(name, 'cache'), { mode: 0o755, owner });
  const source = await broker.makeDirectory(join(name, 'source'));
  await mkdir(join(source, 'src'));
  await writeFile(join(source, 'src/main.ts'), `import 'pg';\nimport '#lab';\nexport function main() {}\n`);
  const into = await broker.makeDirectory(join(name, 'staged'), { mode: 0o711 });
  const staged = await stageSubmission({ source, into, exercise, packagesDirectory, sdkDirectory, owner });
  const launcher = bwrapLauncher({ ...enclosure, modules: { path: draft, writable: true } });
  const operations = async () => undefined;
  await using student = await startStudent({ broker, launcher, staged, exercise, nodePath, owner, operations });
  await student.drain(5000);
  keepModules(draft, path);
  rmSync(join(broker.directory, name), { recursive: true, force: true });
  return path;
}

/** From memory to the disk, as files that everybody may read and only the caller may write. */
function keepModules(from: string, to: string): void {
  const draft = `${to}.${process.pid}`;
  cpSync(from, draft, { recursive: true });
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // else another run was first
  }
}

const exercise: Exercise = {
  slug: 'ex0-modules',
  title: '',
  summary: '',
  topology: 'standalone',
  modules: { 'src/main.ts': { exports: { main: { deadline: 5000 } } } },
  permits: [],
  seed: [],
  grants: [],
  checks: [],
};

/** Of everything that a compiled module depends on; a stale one would do no harm but be compiled again each time. */
function versionOf({ owner, packagesDirectory, sdkDirectory }: ModuleCacheOptions): string {
  const hash = createHash('sha256').update(`${process.version} ${process.arch} ${owner?.uid ?? process.getuid?.()}`);
  for (const name of readdirSync(sdkDirectory).sort()) hash.update(readFileSync(join(sdkDirectory, name)));
  for (const name of readdirSync(packagesDirectory).filter((entry) => entry.endsWith('.json')))
    hash.update(readFileSync(join(packagesDirectory, name)));
  return hash.update(packagesDirectory).digest('hex').slice(0, 12);
}
