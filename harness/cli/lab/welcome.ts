import type { ClusterNode } from '../../cluster/cluster-node.ts';
import { urlLines } from '../../playground/own-commands.ts';
import type { Topology } from '../../scenario/topology.ts';

export interface Welcome {
  nodes: readonly ClusterNode[];
  topology: Topology;
  /** What runs them, and why. */
  engine: string;
  /** Whether the user has a psql. */
  psql: boolean;
  superuser: boolean;
  sync: boolean;
}

/** What stands above the first prompt. */
export function welcomeLines({ nodes, topology, engine, psql, superuser, sync }: Welcome): string[] {
  const role = superuser ? 'superuser' : 'may make schemas and tables, and see what monitors see';
  return [
    `${topology.text}${sync ? ', commits wait for a follower' : ''}: ${engine}`,
    '',
    ...urlLines(nodes, psql ? 'psql ' : ''),
    `  (the role student: ${role})`,
    '',
    'Try',
    ...suggestions(topology, sync).map((line) => `  ${line}`),
    '',
    'help lists all commands. quit, Ctrl-D or Ctrl-C ends the servers, and nothing of them is left.',
  ];
}

function suggestions({ parts: [first, second] }: Topology, sync: boolean): string[] {
  const [a = '', b = a, c] = first?.nodes ?? [];
  if (first?.kind === 'pair' && sync) {
    return [
      `sql ${a} create table notes (words text)`,
      `disconnect ${a}`,
      `sql ${a} insert into notes values ('safe?') &`,
      `sql ${b} select * from notes`,
      `reconnect ${a}`,
    ];
  }
  if (first?.kind === 'pair') {
    return [
      `sql ${a} create table notes (words text)`,
      `sql ${b} select * from notes`,
      `disconnect ${b}`,
      `sql ${a} insert into notes values ('can you hear me?')`,
      'lag',
      `kill ${a}`,
      `promote ${b}`,
      ...(c === undefined ? [] : [`follow ${c} ${b}`]),
    ];
  }
  if (first?.kind === 'servers' && second === undefined) {
    return [`sql ${a} select system_identifier from pg_control_system()`, `pause ${b}`, `resume ${b}`, `log ${a}`];
  }
  const machine = second?.nodes[0] ?? a;
  return [`sh ${machine} pg_basebackup --help`, `sh ${machine} ls -a`, `url ${a}`, `log ${a}`];
}
