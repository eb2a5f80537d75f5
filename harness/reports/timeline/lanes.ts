import type { LabEvent } from '../../grading/event-kinds.ts';
import { endsOf, momentOf, ofKind } from './events.ts';

/** One of those who take part: the grader, a program, a node or a link. Times are milliseconds of the story. */
export interface Lane {
  key: string;
  name: string;
  kind: 'grader' | 'program' | 'node' | 'link';
  spans: Span[];
  /** Some of its spans are left out, because there are too many. */
  cut?: boolean;
}

/** Spans of one lane that are drawn. */
const spanLimit = 200;

export interface Span {
  from: number;
  to: number;
  look: 'call' | 'leader' | 'follower' | 'apart' | 'paused' | 'fault';
  label: string;
}

/** From wall-clock milliseconds to those of the story. */
export type Clock = (at: number) => number;

/** The lanes of a story, and the times at which two servers were leaders at once. */
export function lanesOf(
  events: readonly LabEvent[],
  clock: Clock,
  end: number,
): { lanes: Lane[]; twoLeaders: { from: number; to: number }[] } {
  const nodes = nodeLanes(events, clock, end);
  const grader: Lane[] =
    ofKind(events, 'note').length > 0 ? [{ key: 'grader', name: 'grader', kind: 'grader', spans: [] }] : [];
  const lanes = [...grader, ...programLanes(events, clock, end), ...nodes, ...linkLanes(events, nodes, clock, end)];
  return { lanes: lanes.map(drawable), twoLeaders: overlaps(nodes).slice(0, spanLimit) };
}

/** The first half and the last of what nobody could tell apart in a picture. */
function drawable(lane: Lane): Lane {
  const { spans } = lane;
  if (spans.length <= spanLimit) return lane;
  return { ...lane, cut: true, spans: [...spans.slice(0, spanLimit / 2), ...spans.slice(-spanLimit / 2)] };
}

export const programKey = (program: number): string => `program ${program}`;

function programLanes(events: readonly LabEvent[], clock: Clock, end: number): Lane[] {
  const begun = ofKind(events, 'program.begin').map(({ detail }) => detail.program);
  const ends = endsOf(events, 'call.end');
  return [...new Set(begun)]
    .toSorted((a, b) => a - b)
    .map((program) => {
      const calls = ofKind(events, 'call').filter(({ detail }) => detail.program === program);
      const spans = calls.map(({ at, detail }): Span => {
        const over = ends.get(detail.id);
        return { from: clock(at), to: over ? clock(over.at) : end, look: 'call', label: detail.name };
      });
      const name = begun.length > 1 ? `your program (${program})` : 'your program';
      return { key: programKey(program), name, kind: 'program', spans: joined(spans) };
    });
}

/** Calls at the same time are one span: a client that writes without a pause is busy, and that is all one can see. */
function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to && last.label === span.label) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

function nodeLanes(events: readonly LabEvent[], clock: Clock, end: number): Lane[] {
  const [ready] = ofKind(events, 'cluster.ready');
  const topology = ready?.detail.topology;
  const isFollower = (name: string) => topology === 'pair' || (topology === 'managed' && name === 'follower');
  const names = ready?.detail.nodes ?? [];
  return names.map((name) => {
    const own = events.filter(({ node }) => node === name);
    return {
      key: name,
      name,
      kind: 'node',
      spans: serverSpans(name === 'leader' ? 'leader' : isFollower(name) ? 'follower' : 'apart', own, clock, end),
    };
  });
}

/** `apart`: a server of its own, which follows nobody and whom nobody follows. */
type Role = 'leader' | 'follower' | 'apart';

const roleNames: Record<Role, string> = { leader: 'leader', follower: 'follower', apart: 'on its own' };

/** When the server ran, and as what: by its power and by what its log says of its role. */
function serverSpans(first: Role, events: readonly LabEvent[], clock: Clock, end: number): Span[] {
  const spans: Span[] = [];
  let role = first;
  let open: Span | undefined;
  const close = (at: number) => {
    if (open) spans.push({ ...open, to: at });
    open = undefined;
  };
  const begin = (at: number, look: Span['look']) => {
    close(at);
    open = { from: at, to: end, look, label: look === 'paused' ? `${roleNames[role]}, paused` : roleNames[role] };
  };
  for (const event of events) {
    const at = clock(momentOf(event));
    if (event.kind === 'power') {
      if (event.detail.event === 'ended') close(at);
      else begin(at, event.detail.event === 'paused' ? 'paused' : role);
    } else if (event.kind === 'log') {
      const next = roleIn(event.detail.text);
      if (next === undefined || next === role) continue;
      role = next;
      if (open) begin(at, role);
    }
  }
  close(end);
  return spans.filter(({ from, to }) => to > from);
}

function roleIn(line: string): Role | undefined {
  if (/selected new timeline ID|archive recovery complete/.test(line)) return 'leader';
  return /entering standby mode/.test(line) ? 'follower' : undefined;
}

/** Both directions between two nodes are one lane. Where clients pass is shown when something happened to it. */
export function linkKey(link: string): string {
  const [from = '', to = ''] = link.split('->');
  return from === 'clients'
    ? `clients → ${to}`
    : [from, to].sort((a, b) => (a === 'leader' ? -1 : b === 'leader' ? 1 : 0)).join(' ↔ ');
}

function linkLanes(events: readonly LabEvent[], nodes: readonly Lane[], clock: Clock, end: number): Lane[] {
  const faults = ofKind(events, 'fault');
  const followers = nodes.filter(({ name }) => name !== 'leader').map(({ name }) => linkKey(`${name}->leader`));
  const keys = new Set([...followers, ...faults.flatMap(({ detail }) => detail.links.map(linkKey))]);
  return [...keys].map((key) => {
    const here = faults.filter(({ detail }) => detail.links.some((link) => linkKey(link) === key));
    const spans = here.map(({ at, detail }): Span => {
      const to = detail.healedAt === undefined ? end : clock(detail.healedAt);
      return { from: clock(at), to, look: 'fault', label: faultName(detail.spec) };
    });
    return { key, name: key, kind: 'link', spans };
  });
}

/** In a few words. */
export function faultName(spec: FaultSpec): string {
  switch (spec.kind) {
    case 'sever':
      return 'cut';
    case 'hold':
      return 'silent';
    case 'delay':
      return `${spec.ms} ms late`;
    case 'silence':
      return spec.after === 1 ? 'silent after the login' : 'silent after an answer';
  }
}

type FaultSpec = Extract<LabEvent, { kind: 'fault' }>['detail']['spec'];

function overlaps(nodes: readonly Lane[]): { from: number; to: number }[] {
  const leading = nodes.flatMap(({ key, spans }) =>
    spans.filter(({ look }) => look === 'leader').map((span) => ({ ...span, key })),
  );
  return leading.flatMap((one, at) =>
    leading.slice(at + 1).flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
      return one.key !== other.key && to > from ? [{ from, to }] : [];
    }),
  );
}
