import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Hands on every file of the sdk that a student's process needs: all but the tests. */
export async function copySdk(
  sdkDirectory: string,
  write: (path: string, content: Buffer) => Promise<void>,
): Promise<void> {
  const names = await readdir(sdkDirectory);
  for (const name of names.sort()) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    await write(name, await readFile(join(sdkDirectory, name)));
  }
}
