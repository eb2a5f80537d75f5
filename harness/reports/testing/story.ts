import type { EventDetails, EventKind, LabEvent } from '../../grading/event-kinds.ts';

/** 2026-01-02T03:04:05.000Z, when the servers of a made-up check are ready. */
const ready = Date.UTC(2026, 0, 2, 3, 4, 5);

/** An event of a check, so many milliseconds after its servers were ready. */
export function event<Kind extends EventKind>(
  check: string,
  ms: number,
  kind: Kind,
  detail: EventDetails[Kind],
  more: { node?: string; actor?: LabEvent['actor'] } = {},
): LabEvent {
  return { at: ready + ms, check, actor: 'harness', kind, detail, ...more } as LabEvent;
}

export function jsonl(events: readonly LabEvent[]): string {
  return events.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** Wall-clock milliseconds of a moment of the story. */
export const moment = (ms: number): number => ready + ms;

/**
 * A leader is cut off, written to, and killed only after the follower was promoted; three checks judge it. `said`
 * stands wherever a student or a server has a say.
 */
export function tragedy(said = 'TurboLens-abcd'): LabEvent[] {
  const on = (node: string) => ({ node });
  const links = ['leader->follower', 'follower->leader'];
  const line = (severity: string, text: string, times = 1) => ({ severity, text, times, until: moment(100) });
  const story = (ms: number, kind: EventKind, detail: object, more = {}) =>
    event('story', ms, kind, detail as EventDetails[EventKind], more);
  return [
    event('acknowledged', -120, 'judged', { scenario: 'story' }),
    story(-100, 'check.begin', {}),
    story(0, 'cluster.ready', { ms: 100, nodes: ['leader', 'follower'], topology: 'pair' }),
    story(40, 'program.begin', { program: 1 }),
    story(41, 'call', {
      program: 1,
      id: 1,
      name: 'loseAWrite',
      args: ['lab', { product_id: 4711, product_name: said }],
    }),
    story(43, 'request', { program: 1, id: 2, method: 'lab.disconnect', params: {} }, on('leader')),
    story(45, 'request.end', { program: 1, id: 2, method: 'lab.disconnect' }, on('leader')),
    story(
      60,
      'request',
      { program: 1, id: 3, method: 'node.exec', params: { command: `echo ${said}` } },
      on('follower'),
    ),
    story(70, 'request.end', { program: 1, id: 3, method: 'node.exec', error: said }, on('follower')),
    story(72, 'output', { program: 1, stream: 'stdout', text: `${said}\n` }),
    story(170, 'request', { program: 1, id: 4, method: 'node.kill', params: {} }, on('leader')),
    story(190, 'request.end', { program: 1, id: 4, method: 'node.kill' }, on('leader')),
    story(191, 'call.end', { program: 1, id: 1, value: said }),
    story(195, 'note', { what: 'story.told', facts: { told: said } }),
    story(44, 'fault', { spec: { kind: 'sever' }, links }),
    story(-60, 'power', { event: 'started' }, on('leader')),
    story(185, 'power', { event: 'ended', how: 'SIGKILL' }, on('leader')),
    story(-50, 'power', { event: 'started' }, on('follower')),
    story(3, 'lsn', { what: 'inserted', position: '0/8AC028' }, on('leader')),
    story(4, 'lsn', { what: 'replayed', position: '0/8AC028' }, on('follower')),
    story(46, 'log', line('FATAL', `could not receive data from WAL stream: ${said}`, 3), on('follower')),
    story(80, 'log', line('LOG', 'received promote request'), on('follower')),
    story(81, 'log', line('LOG', 'selected new timeline ID: 2'), on('follower')),
    story(200, 'examined', {}),
    story(220, 'fault', { spec: { kind: 'sever' }, links: ['clients->leader'] }),
    story(240, 'power', { event: 'started' }, on('leader')),
    story(300, 'concluded', {}),
    story(350, 'check.end', { verdict: 'passed' }),
    event('new-leader', 351, 'judged', { scenario: 'story' }),
    event('leader-died-first', 352, 'judged', { scenario: 'story' }),
  ];
}
