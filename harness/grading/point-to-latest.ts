import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Lets `latest` in a folder of evidence point to one of them, without a moment in which there is none. */
export function pointToLatest(folder: string, name: string): void {
  const link = join(folder, `.latest-${process.pid}-${name}`);
  symlinkSync(name, link);
  renameSync(link, join(folder, 'latest'));
}
