import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a folder, by path, each with what changes when it is saved. */
export type Snapshot = ReadonlyMap<string, string>;

/** Entries beyond this many are not looked at: a folder that large is no submission. */
const most = 5000;

/** What lies below the folder now. What vanishes while it is looked at is left out; links are not followed. */
export function takeSnapshot(folder: string): Snapshot {
  const found = new Map<string, string>();
  const look = (below: string) => {
    for (const entry of entriesOf(join(folder, below))) {
      if (found.size >= most || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = join(below, entry.name);
      if (entry.isDirectory()) look(path);
      else {
        const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
        if (stat) found.set(path, `${stat.mtimeMs} ${stat.size} ${stat.ino}`);
      }
    }
  };
  look('');
  return found;
}

/** Paths that are new, gone or saved again, in alphabetical order. */
export function changesBetween(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
