import { formatLsn } from '../cluster/lsn.ts';
import { formatBytes, lagOf } from './lag.ts';
import { formatResult } from './psql-format.ts';
import type { NodeStatus } from './read-status.ts';

const text = 25;
const number = 20;

/** One line: what each node is and how far behind. Where `width` is too little for all, details give way. */
export function statusLine(all: readonly NodeStatus[], width = Number.POSITIVE_INFINITY): string {
  const forms = [
    all.map((node) => long(node, all)),
    all.map((node) => short(node, all)),
    all.map((node) => `${node.name} ${word(node)}`),
  ].map((parts) => parts.join(' | '));
  const fitting = forms.find((line) => line.length <= width);
  return fitting ?? `${forms.at(-1)?.slice(0, Math.max(0, width - 1))}…`;
}

function long(node: NodeStatus, all: readonly NodeStatus[]): string {
  const { said } = node;
  const where = said ? `, timeline ${said.timeline}, ${formatLsn(said.lsn)}` : '';
  return `${node.name} ${word(node)}${where}${behind(node, all)}${notes(node)}`;
}

function short(node: NodeStatus, all: readonly NodeStatus[]): string {
  const timeline = node.said ? ` t${node.said.timeline}` : '';
  return `${node.name} ${word(node)}${timeline}${behind(node, all)}${notes(node)}`;
}

function word({ state, said }: NodeStatus): string {
  if (state === 'follows' && !said?.connected) return 'follows nobody';
  return {
    empty: 'is empty',
    off: 'is off',
    frozen: 'is frozen',
    silent: 'does not answer',
    leads: 'leads',
    follows: 'follows',
  }[state];
}

function behind(node: NodeStatus, all: readonly NodeStatus[]): string {
  const lag = lagOf(node, all);
  return lag ? `, ${formatBytes(lag.toReceive + lag.toReplay)} behind` : '';
}

function notes({ faults, said }: NodeStatus): string {
  const all = [...faults, ...(said?.held ? ['replay held'] : [])];
  return all.length > 0 ? ` [${all.join(', ')}]` : '';
}

/** A table of the followers: from whom, how much is on its way and waits, and how old the newest data is. */
export function lagTable(all: readonly NodeStatus[]): string {
  const rows = all.flatMap((node) => {
    if (node.state !== 'follows' || !node.said) return [];
    const lag = lagOf(node, all);
    const { age, connected } = node.said;
    const sender = all.find(({ name }) => name === lag?.leader)?.said?.senders[node.name];
    const bytes = (count: bigint | undefined) => (count === undefined ? null : formatBytes(count));
    return [
      [
        node.name,
        lag?.leader ?? null,
        connected ? (sender ?? 'connected') : 'not connected',
        bytes(lag?.toReceive),
        bytes(lag?.toReplay),
        age === null ? null : `${age.toFixed(1)} s`,
      ],
    ];
  });
  if (rows.length === 0) return 'no server follows another now';
  const columns = [
    { name: 'follower', dataTypeID: text },
    { name: 'behind', dataTypeID: text },
    { name: 'link', dataTypeID: text },
    { name: 'not received', dataTypeID: number },
    { name: 'not replayed', dataTypeID: number },
    { name: 'last commit seen', dataTypeID: number },
  ];
  return formatResult(columns, rows, '').trimEnd();
}
