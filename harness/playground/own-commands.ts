import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { helpLines, type OwnCommand } from './commands.ts';
import { nodeNames } from './names.ts';
import { good, type Outcome } from './outcome.ts';
import { specOf } from './read-commands.ts';
import type { NodeStatus } from './read-status.ts';
import { lagTable, statusLine } from './render-status.ts';
import { runOnMachine } from './shell.ts';
import type { TypedSql } from './typed-sql.ts';

/** What a command of the playground's own acts on. */
export interface OwnAct {
  cluster: RunningCluster;
  sql: TypedSql;
  status(): Promise<NodeStatus[]>;
  /** The node that was named; of a command without one, the first. */
  node: ClusterNode;
  /** Whether one was. */
  named: boolean;
  argument: string | undefined;
  background: boolean;
  signal: AbortSignal;
}

/** What each command does that is not one of lab blocks. */
export const ownCommands: Record<OwnCommand, (act: OwnAct) => Promise<Outcome>> = {
  async sql({ sql, node, argument = '', background, signal }) {
    if (!background) return await sql.run(node.name, argument, signal);
    return good(`[${sql.begin(node.name, argument)}] is under way on ${node.name}; its answer is shown when it comes`);
  },
  async sh({ cluster, node, argument = '', signal }) {
    const { text, failure } = await runOnMachine(node, argument, nodeNames(cluster, node.name), { signal });
    return failure ? { text: `${text}(exit code ${failure.code})`, failure } : good(text);
  },
  async replay({ node, argument }) {
    const off = argument === 'off';
    await node.query(`SELECT pg_catalog.pg_wal_replay_${off ? 'pause' : 'resume'}()`);
    return good(`${node.name} ${off ? 'receives, and does not replay' : 'replays'}`);
  },
  async follow({ cluster, node, argument = '' }) {
    if (!(await node.inRecovery())) {
      const text = `${node.name} accepts writes of its own; only a new copy of ${argument} could follow it`;
      return { text, failure: { code: 'state' } };
    }
    const conninfo = nodeNames(cluster, node.name)[`${argument}_replication`] as string;
    await node.query(`ALTER SYSTEM SET primary_conninfo = '${conninfo}'`);
    await node.query('SELECT pg_catalog.pg_reload_conf()');
    return good(`${node.name} asks ${argument} for its log`);
  },
  lag: async ({ status }) => good(lagTable(await status())),
  status: async ({ status }) => good(statusLine(await status())),
  url: async ({ cluster, node, named }) => good(named ? node.url : urlLines(cluster.nodes).join('\n')),
  async log({ node, argument }) {
    const lines = (await node.log()).trimEnd().split('\n');
    return good(lines.slice(-Number(argument ?? 10)).join('\n'));
  },
  async help({ argument }) {
    if (argument === undefined) return good(helpLines().join('\n'));
    const { name, usage, means } = specOf(argument);
    return good(`${`${name} ${usage}`.trim()}: ${means}`);
  },
  quit: async () => good(''),
};

/** Each node and its connection string; with `before`, in front of it. */
export function urlLines(nodes: readonly ClusterNode[], before = ''): string[] {
  const width = Math.max(...nodes.map(({ name }) => name.length));
  return nodes.map(({ name, url }) => `  ${name.padEnd(width)}  ${before}${url}`);
}
