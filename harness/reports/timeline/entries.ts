import type { EventOf, LabEvent } from '../../grading/event-kinds.ts';
import { endsOf, momentOf, ofKind } from './events.ts';
import { type Clock, faultName, type Lane, linkKey, programKey } from './lanes.ts';
import { argumentsText, factsText, requestText } from './words.ts';

/** One line of the list, and one mark in the chart. */
export interface Entry {
  number: number;
  /** Milliseconds of the story. */
  at: number;
  /** The lane that it belongs to; undefined: all of them. */
  lane: string | undefined;
  tone: 'plain' | 'quiet' | 'good' | 'bad' | 'fault' | 'power';
  text: string;
}

type Draft = Omit<Entry, 'number' | 'at'> & { at: number };

/** Readings of one node that are listed: the first, the last, and some between. */
const readingLimit = 8;

/** The events as sentences, in the order of their times. */
export function entriesOf(
  events: readonly LabEvent[],
  lanes: readonly Lane[],
  clock: Clock,
  failures: readonly { check: string; failed: string; at: number }[],
): Entry[] {
  const readings = new Set(lanes.flatMap(({ key }) => thinned(events, key)));
  const ends: Ends = { calls: endsOf(events, 'call.end'), requests: endsOf(events, 'request.end') };
  const drafts = events.flatMap((event, index): Draft[] => {
    if (event.kind === 'lsn' && !readings.has(event)) return [];
    return draftsOf(event, ends, events[index + 1]).map((draft) => ({ ...draft, at: clock(draft.at) }));
  });
  const verdicts = failures.map(({ check, failed, at }): Draft => {
    return { at, lane: undefined, tone: 'bad', text: `✗ ${check} failed: ${failed}` };
  });
  const sorted = [...drafts, ...verdicts].sort((a, b) => a.at - b.at);
  return sorted.map((draft) => ({ ...draft, number: 0 }));
}

interface Ends {
  calls: Map<number, EventOf<'call.end'>>;
  requests: Map<number, EventOf<'request.end'>>;
}

const programEnds = {
  ended: 'it ended by itself',
  killed: 'it still ran after its last call, and was killed',
  stopped: 'the grader ended it',
};

/** A call whose end is the very next event is one line with it. */
function draftsOf(event: LabEvent, ends: Ends, next: LabEvent | undefined): Draft[] {
  const at = momentOf(event);
  const draft = (lane: string | undefined, text: string, tone: Draft['tone'] = 'plain'): Draft[] => [
    { at, lane, text, tone },
  ];
  switch (event.kind) {
    case 'program.begin':
      return draft(programKey(event.detail.program), 'it is loaded', 'quiet');
    case 'program.end':
      return draft(programKey(event.detail.program), programEnds[event.detail.how], 'quiet');
    case 'call': {
      const { program, id, name, args } = event.detail;
      const end = ends.calls.get(id);
      const call = `${name}(${argumentsText(args)})`;
      if (end && end === next) return draft(programKey(program), `${call} ${outcome(end)}`, toneOf(end));
      const begin = draft(programKey(program), `${call} is called`);
      if (!end) return begin;
      const text = `${name} ${outcome(end)}, ${Math.round(end.at - event.at)} ms after its call`;
      return [...begin, { at: end.at, lane: programKey(program), text, tone: toneOf(end) }];
    }
    case 'request': {
      const { program, id, method, params } = event.detail;
      const end = ends.requests.get(id);
      const request = requestText(method, event.node, params);
      const error = end?.detail.error;
      if (error !== undefined) return draft(programKey(program), `${request} failed: ${error}`, 'bad');
      return draft(programKey(program), end ? request : `${request} …`);
    }
    case 'output': {
      const { program, stream, text } = event.detail;
      return draft(programKey(program), `${stream}: ${text.trimEnd()}`, 'quiet');
    }
    case 'note':
      return draft(
        'grader',
        [event.detail.what, factsText(event.detail.facts)].filter((part) => part !== '').join(': '),
        'quiet',
      );
    case 'fault': {
      const { links, spec, healedAt } = event.detail;
      const lane = links[0] === undefined ? undefined : linkKey(links[0]);
      const where = [...new Set(links.map(linkKey))].join(', ');
      const begin = draft(lane, `${faultName(spec)}: ${where}`, 'fault');
      if (healedAt === undefined) return begin;
      return [...begin, { at: healedAt, lane, text: `healed: ${where}`, tone: 'good' }];
    }
    case 'power':
      return draft(event.node, `the server ${powerText(event.detail)}`, 'power');
    case 'log': {
      const { severity, text, times } = event.detail;
      const often = times > 1 ? ` (${times} times)` : '';
      const trouble = severity !== 'LOG';
      return draft(event.node, `${severity}: ${text}${often}`, trouble ? 'bad' : 'plain');
    }
    case 'lsn': {
      const { what, position } = event.detail;
      return draft(
        event.node,
        what === 'inserted' ? `WAL written up to ${position}` : `WAL replayed up to ${position}`,
        'quiet',
      );
    }
    default:
      return [];
  }
}

function outcome({ detail }: EventOf<'call.end'>): string {
  return detail.error === undefined ? `returned ${detail.value}` : `failed: ${detail.error}`;
}

function toneOf({ detail }: EventOf<'call.end'>): Draft['tone'] {
  return detail.error === undefined ? 'plain' : 'bad';
}

function powerText({ event, how }: { event: string; how?: string }): string {
  if (event === 'paused') return 'was paused';
  if (event === 'resumed') return 'goes on';
  return event === 'ended' && how ? `ended: ${how}` : event;
}

function thinned(events: readonly LabEvent[], node: string): LabEvent[] {
  const all = ofKind(events, 'lsn').filter((event) => event.node === node);
  if (all.length <= readingLimit) return all as LabEvent[];
  const step = (all.length - 1) / (readingLimit - 1);
  return Array.from({ length: readingLimit }, (_, at) => all[Math.round(at * step)] as LabEvent);
}
