import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckOutcome } from './grade-report.ts';

/** One line that a worker writes, at once, into its evidence folder: what it began, what it settled. */
type RecordLine = { began: string } | { settled: string; outcome: CheckOutcome };

/** Written by the worker beside what it tells through vitest, which sends in batches: a dead worker's last batch is lost. */
export function record(evidence: string, line: RecordLine): void {
  appendFileSync(fileIn(evidence), `${JSON.stringify(line)}\n`);
}

/** The checks that a worker has begun so far. */
export function begunSoFar(evidence: string): string[] {
  return readLines(fileIn(evidence)).flatMap((line) => ('began' in line ? [line.began] : []));
}

/** What a worker that has ended wrote: its outcomes, and the checks that it was at. The record is then removed. */
export function takeRecord(evidence: string): { outcomes: Map<string, CheckOutcome>; during: string[] } {
  const outcomes = new Map<string, CheckOutcome>();
  const begun = new Set<string>();
  for (const line of readLines(fileIn(evidence))) {
    if ('began' in line) begun.add(line.began);
    else outcomes.set(line.settled, line.outcome);
  }
  rmSync(fileIn(evidence), { force: true });
  return { outcomes, during: [...begun].filter((id) => !outcomes.has(id)) };
}

function fileIn(evidence: string): string {
  return join(evidence, '.worker.ndjson');
}

/** A torn last line is left out: its check is the one that the worker died in. */
function readLines(file: string): RecordLine[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as RecordLine];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
