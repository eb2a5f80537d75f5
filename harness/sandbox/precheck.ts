import { LabError } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { exportFindings } from './export-findings.ts';
import type { Finding } from './finding.ts';
import { importFindings } from './import-findings.ts';
import { loadFinding } from './load-findings.ts';
import type { LoadedModules } from './loaded-modules.ts';
import type { StagedSubmission } from './staging.ts';
import { StudentFault } from './student-fault.ts';
import { openStudent } from './student-process.ts';
import type { Trial } from './student-spec.ts';
import { type SubmissionText, submissionText } from './submission-text.ts';
import { locateSyntaxError, stripFinding } from './syntax-findings.ts';

/**
 * Finds what keeps a submission from running, before any check does; an empty list when nothing does. With `trial` the
 * modules are imported in a process of the student's, and that decides: what their text looks like only explains a
 * failure. Without it only missing modules, and syntax errors in modules, are found.
 */
export async function precheck(staged: StagedSubmission, exercise: Exercise, trial?: Trial): Promise<Finding[]> {
  const submission = submissionText(staged);
  const paths = Object.keys(exercise.modules);
  const present = paths.filter((path) => submission.read(path) !== undefined);
  const findings = [...staged.findings];
  for (const path of paths) if (!present.includes(path)) findings.push(missingModule(path, submission, staged));
  if (!trial) findings.push(...present.flatMap((path) => stripFinding(path, submission) ?? []));
  else if (present.length > 0 && staged.findings.length === 0) {
    const modules = Object.fromEntries(Object.entries(exercise.modules).filter(([path]) => present.includes(path)));
    findings.push(...(await loadFindings(staged, { ...exercise, modules }, trial, submission)));
  }
  return tidy(findings);
}

function missingModule(path: string, submission: SubmissionText, { taken }: StagedSubmission): Finding {
  const reason = submission.ignoredBecause(path);
  if (reason) return { path, message: `the file is needed, but ${reason}` };
  const bare = (name: string) => name.replace(/\.\w+$/, '').toLowerCase();
  const similar = taken.find((name) => bare(name) === bare(path));
  return { path, message: `the file is missing${similar ? `: is ${similar} meant to be it?` : ''}` };
}

async function loadFindings(
  staged: StagedSubmission,
  exercise: Exercise,
  trial: Trial,
  submission: SubmissionText,
): Promise<Finding[]> {
  const operations = () => Promise.reject(new LabError('REFUSED', 'there is no lab while modules are imported'));
  await using student = await openStudent({ ...trial, staged, exercise, operations });
  let loaded: LoadedModules;
  try {
    loaded = await student.load();
  } catch (error) {
    if (!(error instanceof StudentFault)) throw error;
    return [{ path: Object.keys(exercise.modules).join(', '), message: `cannot be imported: ${error.message}` }];
  }
  const findings: Finding[] = [];
  for (const [path, contract] of Object.entries(exercise.modules)) {
    const found = loaded[path];
    if (found && 'error' in found) {
      const finding = loadFinding(path, found.error, student.directory, submission);
      const place = isBareSyntaxError(finding, found.error)
        ? await locateSyntaxError((found.error as Error).message, staged, trial)
        : undefined;
      findings.push({ ...finding, ...place }, ...importFindings([path], submission));
    } else if (found) findings.push(...exportFindings(path, contract, found, submission.read(path) ?? ''));
  }
  return findings;
}

/** Node says nowhere where some syntax errors are. */
function isBareSyntaxError({ line }: Finding, thrown: unknown): boolean {
  return line === undefined && thrown instanceof Error && thrown.name === 'SyntaxError';
}

/** One finding for each place, the first, in the order of places. */
function tidy(findings: Finding[]): Finding[] {
  const placeOf = ({ path, line = 0 }: Finding) => `${path}:${String(line).padStart(6, '0')}`;
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${placeOf(finding)}${finding.line === undefined ? finding.message : ''}`;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}
