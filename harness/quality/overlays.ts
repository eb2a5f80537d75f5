import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the types of the laid-out overlays came to. */
export interface CheckedOverlays {
  count: number;
  /** The compiler's lines, their paths those of the overlays; empty when all is well. */
  errors: string;
}

/**
 * Checks the types of every mutant and variant as it is graded: laid over its solution. By itself an overlay holds only
 * what it changes, so `tsc -p .` cannot resolve its imports and leaves it out.
 */
export async function checkOverlays(root: string): Promise<CheckedOverlays> {
  const overlays = globSync('graders/*/{mutants,variants}/*/', { cwd: root });
  // Inside the repository, so that packages and `#lab` are found as everywhere.
  mkdirSync(join(root, '.runs'), { recursive: true });
  const place = mkdtempSync(join(root, '.runs', 'overlays-'));
  try {
    for (const overlay of overlays) {
      const slug = overlay.split(/[/\\]/)[1] as string;
      for (const layer of [join('solutions', slug), overlay]) {
        cpSync(join(root, layer), join(place, overlay), { recursive: true });
      }
    }
    writeFileSync(
      join(place, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['graders'], exclude: [] }),
    );
    const said = await compile(root, place);
    return { count: overlays.length, errors: said.replaceAll(`${relative(root, place)}/`, '').trim() };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The compiler's output, empty when it is content. */
function compile(root: string, project: string): Promise<string> {
  const args = [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project, '--pretty', 'false'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 16 * 1024 ** 2 }, (error, stdout, stderr) => {
      resolve(stdout + stderr || (error?.message ?? ''));
    });
  });
}
