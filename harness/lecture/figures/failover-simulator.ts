import {
  brokenPromises,
  divergentRows,
  endOfLog,
  type FailoverEvent,
  type FailoverState,
  playFailover,
  type ServerState,
  whyNot,
} from './logic/failover.ts';
import { beginFigure } from './page/begin-figure.ts';
import { actionButton, allow, checkbox, controlRow } from './page/controls.ts';
import { drawTimelines, lsnText } from './page/draw-timelines.ts';
import { html } from './page/elements.ts';
import { type Cell, LiveTable } from './page/live-table.ts';
import { type Sentence, Verdict } from './page/verdict.ts';

/** What each button says, and whose it is. */
const failoverButtons: readonly (readonly [string, readonly (readonly [FailoverEvent, string])[]])[] = [
  [
    'Clients',
    [
      ['write 1', 'Client 1 writes'],
      ['write 2', 'Client 2 writes'],
    ],
  ],
  [
    'Faults',
    [
      ['kill', 'Kill A'],
      ['start', 'Start A'],
      ['partition', 'Part the network'],
      ['heal', 'Mend the network'],
    ],
  ],
  [
    'Operators',
    [
      ['fence', 'Fence A'],
      ['promote', 'Promote B'],
      ['rejoin', 'Rewind A and let it rejoin'],
    ],
  ],
];

/** The opening scene: a network that parts, a promotion without a fence, and both clients writing. */
const splitBrain: readonly FailoverEvent[] = [
  ...times(4, 'write 1'),
  'partition',
  ...times(2, 'write 1'),
  'promote',
  ...times(2, 'write 2'),
  ...times(2, 'write 1'),
];

/** A leader, a follower, two clients, and everything that people do at three in the morning. */
class FailoverSimulator extends HTMLElement {
  #events: readonly FailoverEvent[] = splitBrain;
  #checks = false;
  readonly #picture = html('div');
  readonly #verdict = new Verdict();
  readonly #servers = new LiveTable('The servers', ['Server', 'State', 'Timeline', 'End of its log', 'Rows']);
  readonly #writes = new LiveTable('What the clients were told', ['Row', 'Client', 'Told', 'On A', 'On B', 'So it is']);
  readonly #back = actionButton('Back', () => this.#change(this.#events.slice(0, -1)));
  readonly #again = actionButton('Start empty', () => this.#change([]));
  readonly #buttons = failoverButtons.map(([name, events]) => ({
    name,
    events: events.map(([event, label]) => ({
      event,
      button: actionButton(label, () => this.#change([...this.#events, event])),
    })),
  }));

  connectedCallback(): void {
    const token = checkbox('Writes need a storage that checks the timeline as a fencing token', this.#checks, (to) => {
      this.#checks = to;
      this.#show();
    });
    const example = actionButton('Example', () => this.#change(splitBrain));
    beginFigure(
      this,
      ...this.#buttons.map(({ name, events }) => controlRow(name, ...events.map(({ button }) => button))),
      controlRow('The story', this.#back, this.#again, example),
      controlRow('Protection', token),
      this.#verdict.element,
      this.#picture,
      this.#servers.element,
      this.#writes.element,
    );
    this.#show();
  }

  #change(events: readonly FailoverEvent[]): void {
    this.#events = events.slice(0, storyLimit);
    this.#show();
  }

  #show(): void {
    const state = playFailover(this.#events, this.#checks);
    const full = this.#events.length >= storyLimit ? 'the story is long enough: start empty' : undefined;
    for (const { event, button } of this.#buttons.flatMap(({ events }) => events)) {
      const reason = full ?? whyNot(state, event);
      allow(button, reason === undefined, reason);
    }
    for (const button of [this.#back, this.#again]) allow(button, this.#events.length > 0, 'nothing has happened yet');
    this.#verdict.show(...failoverSentences(state, this.#events.at(-1)));
    this.#picture.replaceChildren(drawTimelines(state));
    this.#servers.rows([serverRow('A', state.A, state), serverRow('B', state.B, state)]);
    this.#writes.rows(state.writes.map((write) => writeRow(write, state)));
  }
}

/** Events of one story: more rows would not fit into the drawing. */
const storyLimit = 20;

function times(count: number, event: FailoverEvent): FailoverEvent[] {
  return Array.from({ length: count }, () => event);
}

const happened: Record<FailoverEvent, string> = {
  'write 1': 'Client 1 has written',
  'write 2': 'Client 2 has written',
  kill: 'A was killed',
  start: 'A was started, with what is on its disk',
  partition: 'The network parted: A and client 1 on one side, B and client 2 on the other',
  heal: 'The network was mended',
  fence: 'A was fenced: its power is off and stays off',
  promote: 'B was promoted',
  rejoin: 'A was rewound to the fork and follows B',
};

function failoverSentences(state: FailoverState, last: FailoverEvent | undefined): Sentence[] {
  const { A, B, fork, writes } = state;
  const twoHeads = A.running && A.leads && B.leads;
  const broken = brokenPromises(state);
  const told = last?.startsWith('write') ? `: ${writes.at(-1)?.name}, told “${writes.at(-1)?.told}”` : '';
  return [
    { text: last ? `${happened[last]}${told}.` : 'Nothing has happened yet. A leads and B follows.' },
    ...(twoHeads ? [{ text: 'Two heads: both servers take writes.', tone: 'bad' as const }] : []),
    ...(fork === undefined ? [] : [{ text: `Timeline 2 left timeline 1 at ${lsnText(fork)}.` }]),
    broken.length > 0
      ? {
          text: `Promised, and not on ${B.leads ? 'B, the leader of timeline 2' : 'A'}: ${broken.join(', ')}.`,
          tone: 'bad',
        }
      : { text: 'No promise is broken so far.' },
    ...(broken.length === 0 && !B.leads && unsent(state).length > 0
      ? [{ text: `Only on A: ${unsent(state).join(', ')}. A promotion of B now would lose it.` }]
      : []),
  ];
}

/** Rows that B has not received. */
function unsent({ A, B }: FailoverState): string[] {
  return A.rows.slice(B.rows.length).map(({ name }) => name);
}

function serverRow(name: string, server: ServerState, { fenced }: FailoverState): string[] {
  const { running, leads, timeline, rows } = server;
  const down = name === 'A' && fenced ? 'fenced' : 'down';
  const state = running ? (leads ? 'takes writes' : 'follows') : down;
  return [name, state, String(timeline), lsnText(endOfLog(server)), rows.map((row) => row.name).join(' ') || 'none'];
}

function writeRow({ name, client, told }: FailoverState['writes'][number], state: FailoverState): Cell[] {
  const on = ({ rows }: ServerState) => (rows.some((row) => row.name === name) ? 'yes' : 'no');
  return [name, String(client), told, on(state.A), on(state.B), fateOf(name, told, state)];
}

function fateOf(name: string, told: string, state: FailoverState): Cell {
  if (!told.startsWith('committed')) return 'as it was told';
  if (state.discarded.includes(name)) return { text: 'lost: discarded by the rewind', bad: true };
  if (divergentRows(state).includes(name)) return { text: 'divergent: on the old timeline only', bad: true };
  return unsent(state).includes(name) && !state.B.leads ? 'on A only, so far' : 'safe on the leader';
}

customElements.define('lab-failover-simulator', FailoverSimulator);
