import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { describeError } from '../core/errors.ts';
import { labVerbNames, type ServerNeed, verbSpec } from '../scenario/lab-commands.ts';
import { helpLines } from './commands.ts';
import { nodeNames } from './names.ts';
import type { Outcome } from './outcome.ts';
import { performLabCommand } from './perform.ts';
import { formatServerMessage, type ServerMessage } from './psql-format.ts';
import { specOf, type TypedCommand } from './read-commands.ts';
import { type NodeStatus, StatusReader } from './read-status.ts';
import { lagTable, statusLine } from './render-status.ts';
import { Sessions } from './sessions.ts';
import { runOnMachine } from './shell.ts';

type Perform = (act: { node: ClusterNode; command: TypedCommand; signal: AbortSignal }) => Promise<Outcome>;

/** A cluster to play with: performs commands as they are typed. Disposing ends its sessions, not its nodes. */
export class Playground implements AsyncDisposable {
  readonly cluster: RunningCluster;
  readonly #sessions: Sessions;
  readonly #status: StatusReader;
  readonly #say: (text: string) => void;
  readonly #background = new Map<string, Promise<void>>();
  #begun = 0;

  /** `say` is given the answers of statements in the background, when they come. */
  constructor(cluster: RunningCluster, say: (text: string) => void) {
    this.cluster = cluster;
    this.#sessions = new Sessions(cluster);
    this.#status = new StatusReader(cluster);
    this.#say = say;
  }

  status(): Promise<NodeStatus[]> {
    return this.#status.read();
  }

  /**
   * Performs a command. What goes wrong is its outcome, in the words for a person; it never rejects. The signal ends what
   * is waited for: a statement is cancelled, and what the server says to that is the answer.
   */
  async perform(command: TypedCommand, signal: AbortSignal): Promise<Outcome> {
    try {
      const perform = this.#performances[command.spec.name] ?? this.#performVerb;
      if (command.node === undefined)
        return await perform({ node: this.cluster.nodes[0] as ClusterNode, command, signal });
      const node = this.cluster.node(command.node);
      const hindrance = whyNot(node, command.spec.needs);
      if (hindrance !== undefined) return { text: hindrance, failure: { code: 'state' } };
      return await perform({ node, command, signal });
    } catch (error) {
      return { text: signal.aborted ? 'given up' : inWords(error), failure: { code: 'error' } };
    }
  }

  /** Waits for the answers of what runs in the background; when the signal fires, cancels it. */
  async settled(signal: AbortSignal): Promise<void> {
    const cancel = () => {
      for (const key of this.#background.keys()) void this.#sessions.cancel(...(key.split(' ') as [string, string]));
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await Promise.all(this.#background.values());
    signal.removeEventListener('abort', cancel);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }

  readonly #performVerb: Perform = async ({ node, command, signal }) => {
    const verb = labVerbNames.find((each) => each === command.spec.name);
    if (verb === undefined) throw new Error(`no one performs ${command.spec.name}`);
    await performLabCommand(this.cluster, { verb, node: node.name, argument: command.argument }, signal);
    return good(
      verbSpec(verb)
        .done.replace('NODE', node.name)
        .replace('MS', command.argument ?? ''),
    );
  };

  readonly #performances: Record<string, Perform> = {
    sql: async ({ node, command, signal }) => {
      const sql = command.argument ?? '';
      if (!command.background) return await this.#runSql(node, 'main', sql, signal);
      this.#begun += 1;
      return this.#beginSql(node, this.#begun, sql);
    },
    sh: async ({ node, command, signal }) =>
      await runOnMachine(node, command.argument ?? '', nodeNames(this.cluster, node.name), { signal }),
    replay: async ({ node, command }) => {
      const verb = command.argument === 'off' ? 'pause' : 'resume';
      await node.query(`SELECT pg_catalog.pg_wal_replay_${verb}()`);
      return good(`${node.name} ${verb === 'pause' ? 'receives, and does not replay' : 'replays'}`);
    },
    lag: async () => good(lagTable(await this.status())),
    status: async () => good(statusLine(await this.status())),
    url: async ({ command }) => {
      const nodes = this.cluster.nodes.filter(({ name }) => command.node === undefined || name === command.node);
      if (command.node !== undefined) return good(nodes.map(({ url }) => url).join('\n'));
      return good(urlLines(nodes).join('\n'));
    },
    log: async ({ node, command }) => {
      const lines = (await node.log()).trimEnd().split('\n');
      return good(lines.slice(-Number(command.argument ?? 10)).join('\n'));
    },
    help: async ({ command }) => {
      if (command.argument === undefined) return good(helpLines().join('\n'));
      const { name, usage, means } = specOf(command.argument);
      return good(`${`${name} ${usage}`.trim()}: ${means}`);
    },
    quit: async () => good(''),
  };

  async #runSql(node: ClusterNode, session: string, sql: string, signal: AbortSignal): Promise<Outcome> {
    const cancel = () => void this.#sessions.cancel(node.name, session);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#sessions.run(node.name, session, sql);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #beginSql(node: ClusterNode, number: number, sql: string): Outcome {
    const session = `background-${number}`;
    const key = `${node.name} ${session}`;
    const answer = this.#sessions
      .run(node.name, session, sql)
      .catch((error: unknown): Outcome => ({ text: inWords(error), failure: { code: 'error' } }))
      .then(({ text }) => {
        this.#background.delete(key);
        this.#say(`[${number}] ${node.name}: ${text.includes('\n') ? '\n' : ''}${text}`);
      });
    this.#background.set(key, answer);
    return good(`[${number}] is under way on ${node.name}; its answer is shown when it comes`);
  }
}

/** Each node and its connection string; with `before`, in front of it. */
export function urlLines(nodes: readonly ClusterNode[], before = ''): string[] {
  const width = Math.max(...nodes.map(({ name }) => name.length));
  return nodes.map(({ name, url }) => `  ${name.padEnd(width)}  ${before}${url}`);
}

function good(text: string): Outcome {
  return { text, failure: undefined };
}

/** Why a command makes no sense for a node as it is now. */
function whyNot({ name, state, machine }: ClusterNode, needs: ServerNeed | undefined): string | undefined {
  if (needs === undefined) return undefined;
  if (needs === 'off') return state === 'off' ? undefined : `the server of ${name} runs already`;
  if (state === 'off') {
    return machine.power.length === 0
      ? `${name} has no server yet`
      : `the server of ${name} is off; this starts it: start ${name}`;
  }
  if (needs === 'paused') return state === 'paused' ? undefined : `the server of ${name} is not frozen`;
  if (needs === 'running' && state === 'paused')
    return `the server of ${name} is frozen; this lets it go on: resume ${name}`;
  return undefined;
}

/** An error of a server as psql prints it, one of ours in a line for each cause that adds something. */
function inWords(error: unknown): string {
  const { severity, code, message } = error as ServerMessage;
  if (severity !== undefined && code !== undefined && message !== undefined)
    return formatServerMessage(error as ServerMessage);
  // Where it was found stands in its words already.
  const [first = '', ...causes] = describeError(error).map((line) => line.replace(/ \(\w+\)$/, ''));
  const lines = [first, ...causes.filter((line) => !first.includes(line.replace(/^because: /, '')))];
  return lines.join('\n');
}
