import { noNodes, parseTopology, type Topology, topologyForms } from '../scenario/topology.ts';

/** What stands between the two `---` lines at the beginning of a chapter. */
export interface FrontMatter {
  topology: Topology;
  /** One sentence, for the contents page and for search. */
  summary: string;
}

interface Parsed {
  frontMatter: FrontMatter;
  /** The chapter with the front matter's lines left empty, so that line numbers stay true. */
  body: string;
}

const examples = `${topologyForms.map((form) => `\`${form}\``).join(', ')}, parts joined by \`+\`, or \`none\``;

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
