import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellFile } from '../../enclosure/cells.ts';
import { filesIn } from '../../enclosure/folder-files.ts';
import { type BakedImageOptions, openBakedImage } from './baked-image.ts';

/** Where programs find the packages that they may import, and where Node does what has been compiled before. */
export const packagesInside = '/lab/packages';
export const compiledInside = '/lab/compiled';
/** Where programs work. */
export const cellDirectory = '/work';

/** Its name without the tag. */
export const programImage = 'replication-lab-programs';

const sdk = join(import.meta.dirname, '..', '..', 'sdk');

/** As a submission is staged; Node knows a compiled module by its path and its text. */
const rehearsal = `cd ${cellDirectory}
node --disable-warning=ExperimentalWarning .lab/host.ts 3</dev/null 4>/dev/null
node --disable-warning=ExperimentalWarning --input-type=module -e "await import('#lab'); await import('pg')"`;

/**
 * The image with Node, the packages of student code and, compiled, these and the modules that every submission is given.
 * `packagesDirectory` is as `copyPackages` made it. Returns its name. Throws NO_DOCKER.
 */
export async function openProgramImage(packagesDirectory: string, options: BakedImageOptions): Promise<string> {
  const packages = filesIn(packagesDirectory).map((file) => ({ ...file, path: below(packagesInside, file.path) }));
  const files = [...packages, ...stagedFiles()];
  return await openBakedImage({ repo: programImage, files, compileCache: compiledInside, rehearsal }, options);
}

/** What is hidden by the directory of a program when there is one. */
function stagedFiles(): CellFile[] {
  const modules = readdirSync(sdk).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const text = JSON.stringify({ type: 'module', imports: { '#lab': './.lab/index.ts' } });
  return [
    ...modules.map((name) => ({ path: `.lab/${name}`, text: readFileSync(join(sdk, name)), mode: 0o444 })),
    { path: 'package.json', text, mode: 0o444 },
    { path: 'node_modules', text: '', mode: 0o777, link: packagesInside },
  ].map((file) => ({ ...file, path: below(cellDirectory, file.path) }));
}

function below(directory: string, path: string): string {
  return join(directory.slice(1), path);
}
