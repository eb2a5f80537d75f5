import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, listProcesses, worksIn } from '../core/processes.ts';

/** Where command lines were run, so that what they leave can be told from everything else. */
export interface Ground {
  stateDirectory: string;
  workDirectory: string;
  /** An environment variable that all of them were started with, and that nobody else has with this value. */
  mark: { name: string; value: string };
}

/** What runs have left: nothing, once they have ended. */
export interface LeftOver {
  /** Pids. */
  processes: number[];
  /** Directories of runs. */
  runs: string[];
  journals: string[];
}

/** Looks for what lives or lies there now. What a directory of the ground holds besides, as caches, is meant to stay. */
export function leftOver(ground: Ground): LeftOver {
  return {
    processes: processesOn(ground),
    runs: entries(join(ground.workDirectory, 'runs')),
    journals: entries(join(ground.stateDirectory, 'journal')),
  };
}

/** Pids of all that was started there, whatever has become of its parents; never the caller's. */
export function processesOn({ mark, workDirectory }: Ground): number[] {
  return listProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid)
    .filter((pid) => environmentOf(pid, mark.name) === mark.value || worksIn(pid, workDirectory));
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
