import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { labVerbNames, type ServerNeed, verbSpec } from '../scenario/lab-commands.ts';
import type { OwnCommand } from './commands.ts';
import { inWords } from './in-words.ts';
import { good, type Outcome } from './outcome.ts';
import { ownCommands } from './own-commands.ts';
import { performLabCommand } from './perform.ts';
import type { TypedCommand } from './read-commands.ts';
import { type NodeStatus, StatusReader } from './read-status.ts';
import { TypedSql } from './typed-sql.ts';

/** A cluster to play with: performs commands as they are typed. Disposing ends its sessions, not its nodes. */
export class Playground implements AsyncDisposable {
  readonly cluster: RunningCluster;
  readonly #sql: TypedSql;
  readonly #status: StatusReader;

  /** `say` is given the answers of statements in the background, when they come. */
  constructor(cluster: RunningCluster, say: (text: string) => void) {
    this.cluster = cluster;
    this.#sql = new TypedSql(cluster, say);
    this.#status = new StatusReader(cluster);
  }

  /** What each node is now. Never rejects. */
  status(): Promise<NodeStatus[]> {
    return this.#status.read();
  }

  /**
   * Performs a command. What goes wrong is its outcome, in words for a person; it never rejects. The signal ends what is
   * waited for: a statement is cancelled, and what the server says to that is the answer.
   */
  async perform(command: TypedCommand, signal: AbortSignal): Promise<Outcome> {
    try {
      return await this.#perform(command, signal);
    } catch (error) {
      return { text: signal.aborted ? 'given up' : inWords(error), failure: { code: 'error' } };
    }
  }

  /** Waits for the answers of what runs in the background, and says whether all are good. The signal cancels it. */
  settled(signal: AbortSignal): Promise<boolean> {
    return this.#sql.settled(signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#sql[Symbol.asyncDispose]();
  }

  async #perform({ spec, node: name, argument, background }: TypedCommand, signal: AbortSignal): Promise<Outcome> {
    const { cluster } = this;
    const node = name === undefined ? (cluster.nodes[0] as ClusterNode) : cluster.node(name);
    const hindrance = whyNot(node, spec.needs);
    if (hindrance !== undefined) return { text: hindrance, failure: { code: 'state' } };
    const verb = labVerbNames.find((each) => each === spec.name);
    if (verb === undefined) {
      const act = { cluster, sql: this.#sql, status: () => this.status(), node, named: name !== undefined };
      return await ownCommands[spec.name as OwnCommand]({ ...act, argument, background, signal });
    }
    await performLabCommand(cluster, { verb, node: node.name, argument }, signal);
    const { done } = verbSpec(verb);
    return good(done.replace('NODE', node.name).replace('MS', argument ?? ''));
  }
}

/** Why a command makes no sense for a node as it is now. */
function whyNot({ name, state, machine }: ClusterNode, needs: ServerNeed | undefined): string | undefined {
  if (needs === undefined) return undefined;
  if (needs === 'off') return state === 'off' ? undefined : `the server of ${name} runs already`;
  if (state === 'off') {
    const empty = machine.power.length === 0;
    return empty ? `${name} has no server yet` : `the server of ${name} is off; this starts it: start ${name}`;
  }
  if (needs === 'paused') return state === 'paused' ? undefined : `the server of ${name} is not frozen`;
  const frozen = needs === 'running' && state === 'paused';
  return frozen ? `the server of ${name} is frozen; this lets it go on: resume ${name}` : undefined;
}
