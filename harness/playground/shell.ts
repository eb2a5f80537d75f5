import type { ClusterNode } from '../cluster/cluster-node.ts';
import type { RunOptions } from '../engines/engine.ts';
import type { Outcome } from './outcome.ts';

/**
 * Runs shell commands on a machine as its server's user, with names in their environment. They stop at the first that
 * fails.
 */
export async function runOnMachine(
  node: ClusterNode,
  code: string,
  names: Readonly<Record<string, string>>,
  options: Pick<RunOptions, 'signal'> = {},
): Promise<Outcome> {
  const exports = Object.entries(names).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
  // The commands go in by stdin, and are read before they run: what they start finds stdin empty.
  const command = `${exports.join('; ')}; block=$(cat); exec bash -e -c "$block" < /dev/null 2>&1`;
  const { stdout, exitCode } = await node.machine.run(command, { input: code, ...options });
  return shellOutcome(stdout, exitCode);
}

export function shellOutcome(text: string, exitCode: number): Outcome {
  return { text, failure: exitCode === 0 ? undefined : { code: String(exitCode) } };
}
