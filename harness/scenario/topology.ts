/** Which nodes there are, and how they are wired at the start: of a chapter, or of the playground. */
export interface Topology {
  /** As it was written. */
  text: string;
  parts: readonly TopologyPart[];
  /** All names, in the order of the parts. */
  nodes: readonly string[];
}

/** `pair`: a leader and followers that stream from it; `servers`: independent ones; `machines`: empty ones. */
export interface TopologyPart {
  kind: 'pair' | 'servers' | 'machines';
  nodes: readonly string[];
}

export const noNodes: Topology = { text: 'none', parts: [], nodes: [] };

/** How a topology may be written, for messages. */
export const topologyForms = ['leader -> follower', 'servers a, b', 'machines a, b'] as const;

/** `leader -> near, far`, `servers north, south`, `machines a, b`, parts joined by `+`, or `none`; undefined for what is neither. */
export function parseTopology(text: string): Topology | undefined {
  if (text === 'none') return noNodes;
  const parts = text.split('+').map((part) => parsePart(part.trim()));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const nodes = parts.flatMap((part) => part.nodes);
  const valid = nodes.every((name) => /^[a-z][a-z0-9_]*$/.test(name)) && new Set(nodes).size === nodes.length;
  return valid ? { text, parts, nodes } : undefined;
}

function parsePart(text: string): TopologyPart | undefined {
  const [, kind, names = ''] = /^(leader ->|servers|machines) (.+)$/.exec(text) ?? [];
  const nodes = names.split(',').map((name) => name.trim());
  if (kind === 'leader ->') return { kind: 'pair', nodes: ['leader', ...nodes] };
  return kind === 'servers' || kind === 'machines' ? { kind, nodes } : undefined;
}
