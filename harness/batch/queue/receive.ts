import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { troubleOf } from '../../grading/failure.ts';
import type { GradeReport } from '../../grading/grade-report.ts';
import { keep } from '../../grading/keep.ts';
import { pointToLatest } from '../../grading/point-to-latest.ts';
import { reportFile, writeReport } from '../../grading/write-report.ts';
import { changed, type Tried, type Turn } from '../grader.ts';
import { outcomeOf, shortTrouble } from '../journal/results.ts';
import type { PlannedGrading } from '../plan.ts';
import type { Outcome } from './assignment.ts';
import { type Parcel, unpackParcel } from './parcel.ts';

/** What has come back from a worker. */
export interface Received {
  outcome: Outcome;
  /** The evidence folder, where there is one. */
  parcel?: Parcel;
}

/**
 * Keeps the evidence in the folder of results as a grading on this machine would, and says what the try came to. Throws
 * only NO_STORAGE, when it cannot be kept.
 */
export async function receive(
  { outcome, parcel }: Received,
  grading: PlannedGrading,
  turn: Pick<Turn, 'reported'>,
  folder: string,
): Promise<Tried> {
  if ('trouble' in outcome) return { trouble: outcome.trouble };
  try {
    if (!parcel || !/^[\w-][\w.-]*$/.test(outcome.evidence))
      throw new LabError('GRADER', 'a worker has sent no evidence');
    const report = await keepEvidence(join(folder, grading.student, grading.exercise), outcome.evidence, parcel);
    turn.reported(report);
    if (report.submission.hash !== grading.submission) return changed;
    const come = outcomeOf(report, folder);
    return 'result' in come ? come : { ...come, evidence: relative(folder, report.run.evidence) };
  } catch (error) {
    if (error instanceof LabError && error.code === 'NO_STORAGE') throw error;
    return { trouble: shortTrouble(troubleOf(error)) };
  }
}

/** There under its name only when all of it is. */
async function keepEvidence(place: string, name: string, parcel: Parcel): Promise<GradeReport> {
  const evidence = join(place, name);
  const draft = join(place, `.${name}`);
  rmSync(draft, { recursive: true, force: true });
  keep(place, () => mkdirSync(draft, { recursive: true }));
  try {
    await unpackParcel(parcel, draft);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    keep(place, () => {
      throw error;
    });
  }
  const found = JSON.parse(readFileSync(join(draft, reportFile), 'utf8')) as GradeReport;
  const report = { ...found, run: { ...found.run, evidence } };
  keep(place, () => {
    writeReport(draft, report);
    renameSync(draft, evidence);
    pointToLatest(place, name);
  });
  return report;
}
