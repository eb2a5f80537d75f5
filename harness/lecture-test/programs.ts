import type { Broker } from '../broker/broker.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { collect } from '../core/collect.ts';
import { endOf } from '../core/last-words.ts';
import type { Outcome } from '../playground/outcome.ts';
import { runOnMachine, shellOutcome } from '../playground/shell.ts';

interface Host {
  broker: Broker;
  root: string;
  nodePath: string;
}

/** A shell block: on a machine as the server's user, or on none. It stops at the first command that fails. */
export async function runBash(
  host: Host,
  node: ClusterNode | undefined,
  code: string,
  names: Readonly<Record<string, string>>,
): Promise<Outcome> {
  if (!node) return await runProgram(host, 'bash', ['-e', '-c', code], names);
  return await runOnMachine(node, code, names);
}

/** A module, run by the project's Node.js, which finds the project's packages. */
export function runTypeScript(host: Host, code: string, names: Readonly<Record<string, string>>): Promise<Outcome> {
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript'];
  return runProgram(host, host.nodePath, [...flags, '--eval', code], names);
}

async function runProgram(
  { broker, root }: Host,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const path = '/usr/local/bin:/usr/bin:/bin';
  await using program = await broker.spawn({
    label: 'lecture block',
    command,
    args,
    cwd: root,
    env: { PATH: path, LC_ALL: 'C', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors] = [collect(program.child.stdout), collect(program.child.stderr)];
  const { code } = await program.exited;
  await endOf([program.child.stdout, program.child.stderr]);
  return shellOutcome(out.text() + errors.text(), code ?? 128);
}
