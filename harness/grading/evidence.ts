import type { RunningCluster } from '../cluster/cluster.ts';
import type { Evidence } from './grade-report.ts';
import type { StartedStudent } from './student-process.ts';

/** Lines shown of one source; the files in the evidence folder hold all of it. */
const lineLimit = 8;

/**
 * Reads what servers and programs wrote, keeps each text through `keep`, and picks the lines that explain a failure:
 * PostgreSQL's errors, and the end of the student's own output. Never throws.
 */
export async function gatherEvidence(
  cluster: RunningCluster,
  students: readonly StartedStudent[],
  keep: (name: string, text: string) => void,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const node of cluster.nodes) {
    const text = await node.log().catch(() => '');
    if (text === '') continue;
    keep(node.name, text);
    const lines = tellingLines(text);
    if (lines.length > 0) evidence.push({ title: `PostgreSQL log of ${node.name}`, lines });
  }
  const output = students.map((student) => student.output()).join('');
  if (output.trim() !== '') {
    keep('output', output);
    evidence.push({ title: 'output of your program', lines: output.trimEnd().split('\n').slice(-lineLimit) });
  }
  return evidence;
}

/** Besides errors: what a server makes of its files, which it says as news only. */
const telling =
  /\b(PANIC|FATAL|ERROR|WARNING):|received promote request|was interrupted|was not reloaded|contains errors|invalid (authentication method|connection type)|end-of-line before|line \d+ of configuration file/;

/** Errors and what belongs to them, newest last, without the prefix of time and process id; repetitions once. */
export function tellingLines(log: string): string[] {
  const seen = new Set<string>();
  // Every follower that was made from a base backup says that its leader was interrupted.
  const isCopy = log.includes('entering standby mode');
  return log
    .split('\n')
    .filter((line) => telling.test(line) && !(isCopy && line.includes('was interrupted; last known up')))
    .map((line) => line.replace(/^\d+\.\d+ \[\d+\] /, '').slice(0, 300))
    .filter((line) => {
      const shape = line.replace(/\d+/g, '#').slice(0, 80); // a follower that tries again says the same each time
      return !seen.has(shape) && seen.add(shape);
    })
    .slice(-lineLimit);
}
