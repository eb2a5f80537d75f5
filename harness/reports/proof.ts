import type { ProofResult } from '../grading/proof.ts';
import { type Style, styleFor } from './style.ts';

/** One line for one subject of one round; two more when it is not what must come out. */
export function renderProofLine(result: ProofResult, color: boolean): string[] {
  const style = styleFor(color);
  const { subject, round, failed, problem, skipped, ms } = result;
  const name = `${subject.kind.padEnd(9)}${subject.name}${round > 1 ? ` (round ${round})` : ''}`.padEnd(48);
  const time = style('dim', `${((ms ?? 0) / 1000).toFixed(1)} s`);
  if (skipped) return [`${style('yellow', '-')} ${name} skipped: ${skipped}`];
  const outcome = failed.length === 0 ? 'full marks' : `caught by ${failed.join(', ')}`;
  if (problem === undefined) return [`${style('green', '✓')} ${name} ${outcome}  ${time}`];
  return [
    `${style('red', '✗')} ${name} ${style('red', problem)}  ${time}`,
    `    ${subject.what}`,
    `    seed ${result.seed}; evidence: ${result.evidence}`,
  ];
}

/**
 * The kill matrix and the sum. A check that no mutant killed is a problem: it may be one that cannot fail. `checks` is
 * empty when only some subjects were run: then nothing is said of kills.
 */
export function renderProofSummary(
  checks: readonly string[],
  results: readonly ProofResult[],
  color: boolean,
): string[] {
  const style = styleFor(color);
  const problems = results.filter(({ problem }) => problem !== undefined).length;
  const unkilled = unkilledChecks(checks, results);
  const ran = results.filter(({ skipped }) => skipped === undefined);
  const times = ran.flatMap(({ ms }) => (ms === undefined ? [] : ms / 1000)).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  const onRecord = ran.length > 0 ? ', all on record' : '';
  const pace = median === undefined ? onRecord : `, median ${median.toFixed(1)} s`;
  const sum = `${ran.length} gradings, ${results.length - ran.length} skipped${pace}`;
  const tone = problems + unkilled.length === 0 ? 'green' : 'red';
  const verdict =
    problems + unkilled.length === 0
      ? 'proven'
      : `${problems} not as they must be, ${unkilled.length} checks that nothing killed`;
  const matrix = checks.length > 0 ? ['', ...killMatrix(checks, results, style)] : [];
  return [...matrix, '', `${style(tone, verdict)}: ${sum}`];
}

/** Checks that no mutant made fail. */
export function unkilledChecks(checks: readonly string[], results: readonly ProofResult[]): string[] {
  return checks.filter((id) => killersOf(id, results).length === 0);
}

function killersOf(id: string, results: readonly ProofResult[]): string[] {
  const killers = results.filter(({ subject, failed }) => subject.kind === 'mutant' && failed.includes(id));
  return [...new Set(killers.map(({ subject }) => subject.name))];
}

function killMatrix(checks: readonly string[], results: readonly ProofResult[], style: Style): string[] {
  return [
    style('bold', 'which mutants each check catches'),
    ...checks.map((id) => {
      const killers = killersOf(id, results);
      const names = killers.length === 0 ? style('red', 'none') : killers.join(', ');
      return `  ${id.padEnd(24)} ${String(killers.length).padStart(2)}  ${names}`;
    }),
  ];
}
