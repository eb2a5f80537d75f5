/** What stands between the two `---` lines at the beginning of a chapter. */
export interface FrontMatter {
  topology: LectureTopology;
  /** One sentence, for the contents page and for search. */
  summary: string;
}

/** What a chapter's blocks run on. */
export interface LectureTopology {
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

interface Parsed {
  frontMatter: FrontMatter;
  /** The chapter with the front matter's lines left empty, so that line numbers stay true. */
  body: string;
}

const examples = '`leader -> follower`, `servers a, b`, `machines a, b`, parts joined by `+`, or `none`';

/** Parses the front matter; says each problem with its line. Without one, the topology is `none`. */
export function parseFrontMatter(text: string, say: (line: number, problem: string) => void): Parsed {
  const lines = text.split('\n');
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (end === -1) say(1, 'a chapter begins with front matter: `---`, `topology:`, `summary:`, `---`');
  const fields = new Map<string, { value: string; line: number }>();
  for (let at = 1; at < end; at += 1) {
    const [, key = '', value = ''] = /^([a-z]+):\s*(.*?)\s*$/.exec(lines[at] ?? '') ?? [];
    if (key === 'topology' || key === 'summary') fields.set(key, { value, line: at + 1 });
    else say(at + 1, 'front matter has `topology: …` and `summary: …`, each on one line');
  }
  const { value = 'none', line: topologyLine = 1 } = fields.get('topology') ?? {};
  const topology = parseTopology(value);
  if (end !== -1 && !fields.has('topology')) say(1, 'the front matter has no `topology:`');
  if (end !== -1 && !fields.get('summary')?.value) say(1, 'the front matter has no `summary:`');
  if (topology === undefined) say(topologyLine, `the topology is one of ${examples}; got ${JSON.stringify(value)}`);
  return {
    frontMatter: { topology: topology ?? noNodes, summary: fields.get('summary')?.value ?? '' },
    body: lines.map((each, at) => (at <= end ? '' : each)).join('\n'),
  };
}

const noNodes: LectureTopology = { text: 'none', parts: [], nodes: [] };

function parseTopology(text: string): LectureTopology | undefined {
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
