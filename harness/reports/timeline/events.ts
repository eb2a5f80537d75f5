import type { EventKind, EventOf, LabEvent } from '../../grading/event-kinds.ts';

/** The lines of an events.jsonl, in the order of their times. A torn last line is left out. */
export function parseEvents(jsonl: string): LabEvent[] {
  const events = jsonl.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as LabEvent];
    } catch {
      return [];
    }
  });
  return events.sort((a, b) => momentOf(a) - momentOf(b));
}

/** Servers cut their times off to whole milliseconds: a line comes after what caused it in the same one. */
export function momentOf(event: LabEvent): number {
  return event.kind === 'log' ? event.at + 0.9 : event.at;
}

/** Ends by the number that ties them to their beginnings. */
export function endsOf<Kind extends 'call.end' | 'request.end'>(
  events: readonly LabEvent[],
  kind: Kind,
): Map<number, EventOf<Kind>> {
  return new Map(ofKind(events, kind).map((event) => [event.detail.id, event]));
}

export function ofKind<Kind extends EventKind>(events: readonly LabEvent[], kind: Kind): EventOf<Kind>[] {
  return events.filter((event) => event.kind === kind) as LabEvent[] as EventOf<Kind>[];
}
