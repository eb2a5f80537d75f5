import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hintsOf } from '../course/hints.ts';
import type { Check } from '../sdk/exercise.ts';
import type { CheckReport } from './grade-report.ts';
import { keep } from './keep.ts';

/** Which hints a student has seen, by check. Texts and not numbers: another failure has other hints. */
type Seen = Record<string, string[]>;

/** What of a check's hints is shown now. */
export interface HintStage {
  /** The place of the first one of `hints` among all, from 1. */
  first: number;
  total: number;
  hints: string[];
  /** Whether all had been shown before. */
  again: boolean;
}

/**
 * The next hint of a check, or all of them, and notes that they were seen. Where all were seen already they are shown
 * once more. The state is a file in the exercise's folder of runs. Throws NO_STORAGE.
 */
export function nextHints(folder: string, spec: Check, failed: CheckReport | undefined, all: boolean): HintStage {
  // What the grader said of this very failure comes before what is true for every one.
  const own = failed?.outcome.failure?.hint;
  const hints = [...new Set([...(own === undefined ? [] : [own]), ...hintsOf(spec)])];
  const state = readSeen(folder);
  const seen = state[spec.id] ?? [];
  const next = hints.findIndex((hint) => !seen.includes(hint));
  const again = next === -1;
  const shown = all || again ? hints : hints.slice(next, next + 1);
  keep(folder, () => writeSeen(folder, { ...state, [spec.id]: [...new Set([...seen, ...shown])] }));
  return { first: all || again ? 1 : next + 1, total: hints.length, hints: shown, again };
}

/** Every check of the exercise begins with its first hint again. */
export function forgetHints(folder: string): void {
  keep(folder, () => rmSync(fileIn(folder), { force: true }));
}

function fileIn(folder: string): string {
  return join(folder, 'hints.json');
}

/** A file that cannot be read is as good as none: the first hint is shown again. */
function readSeen(folder: string): Seen {
  try {
    const value = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as unknown;
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string[]] => Array.isArray(entry[1])),
    );
  } catch {
    return {};
  }
}

function writeSeen(folder: string, seen: Seen): void {
  mkdirSync(folder, { recursive: true });
  const draft = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(seen, null, 2)}\n`);
  renameSync(draft, fileIn(folder));
}
