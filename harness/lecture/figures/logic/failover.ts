/** What one of two servers, A and B, is doing. A leads at first, on timeline 1; B follows. */
export interface ServerState {
  running: boolean;
  leads: boolean;
  timeline: number;
  rows: readonly FailoverRow[];
}

/** A committed row in a server's log. */
export interface FailoverRow {
  name: string;
  timeline: number;
  /** Where its record ends. */
  lsn: number;
}

/** What a client was told about its row. */
export interface ClientWrite {
  name: string;
  client: 1 | 2;
  told: 'committed by A' | 'committed by B' | 'refused by the storage' | 'no server';
}

export interface FailoverState {
  A: ServerState;
  B: ServerState;
  /** Whether {A, client 1} and {B, client 2} reach each other. */
  connected: boolean;
  /** A's power is off, and stays off until it rejoins. */
  fenced: boolean;
  /** Where timeline 2 left timeline 1; undefined until a promotion. */
  fork?: number;
  writes: readonly ClientWrite[];
  /** Rows that A gave up to rejoin. */
  discarded: readonly string[];
  storage: { checks: boolean; highest: number; accepted: readonly { name: string; token: number }[] };
}

export type FailoverEvent =
  | 'write 1'
  | 'write 2'
  | 'kill'
  | 'start'
  | 'partition'
  | 'heal'
  | 'fence'
  | 'promote'
  | 'rejoin';

/** LSNs begin here, and each row takes so many bytes. */
const firstLsn = 0x3000000;
const rowBytes = 0x88;

/** Both servers with nothing written. With `checks` a storage that both reach takes rows only with the newest token. */
function beforeFailover(checks: boolean): FailoverState {
  const server = { running: true, timeline: 1, rows: [] };
  return {
    A: { ...server, leads: true },
    B: { ...server, leads: false },
    connected: true,
    fenced: false,
    writes: [],
    discarded: [],
    storage: { checks, highest: 1, accepted: [] },
  };
}

/** The state after some events; those that were impossible then changed nothing. */
export function playFailover(events: readonly FailoverEvent[], checks: boolean): FailoverState {
  return events.reduce((state, event) => {
    return whyNot(state, event) === undefined ? replicate(happenings[event](state)) : state;
  }, beforeFailover(checks));
}

/** Why an event cannot happen now; undefined when it can. */
export function whyNot(state: FailoverState, event: FailoverEvent): string | undefined {
  const { A, B, connected, fenced } = state;
  const reasons: Record<FailoverEvent, string | false> = {
    'write 1': false,
    'write 2': false,
    kill: !A.running && 'A is down already',
    start: A.running ? 'A is running' : fenced && 'A is fenced: only a rejoin brings it back',
    partition: !connected && 'the network is parted already',
    heal: connected && 'the network is whole',
    fence: fenced ? 'A is fenced already' : !A.leads && 'A follows',
    promote: B.leads && 'B leads already',
    rejoin: !B.leads ? 'B does not lead' : !A.leads ? 'A follows B already' : !connected && 'A does not reach B',
  };
  return reasons[event] || undefined;
}

/** Where the newest row of a server ends. */
export function endOfLog({ rows }: ServerState): number {
  return rows.at(-1)?.lsn ?? firstLsn;
}

const happenings: Record<FailoverEvent, (state: FailoverState) => FailoverState> = {
  'write 1': (state) => writeFrom(state, 1),
  'write 2': (state) => writeFrom(state, 2),
  kill: (state) => ({ ...state, A: { ...state.A, running: false } }),
  start: (state) => ({ ...state, A: { ...state.A, running: true } }),
  partition: (state) => ({ ...state, connected: false }),
  heal: (state) => ({ ...state, connected: true }),
  // By its power, which needs no network.
  fence: (state) => ({ ...state, fenced: true, A: { ...state.A, running: false } }),
  promote: (state) => ({
    ...state,
    B: { ...state.B, leads: true, timeline: 2 },
    fork: endOfLog(state.B),
    storage: { ...state.storage, highest: 2 },
  }),
  // A is stopped, rewound to the fork, and started as a follower of B.
  rejoin: (state) => ({
    ...state,
    fenced: false,
    discarded: divergentRows(state),
    A: { running: true, leads: false, timeline: 2, rows: state.B.rows },
  }),
};

/** Rows that A has and the leader of timeline 2 has not. */
export function divergentRows({ A, B, fork }: FailoverState): string[] {
  if (fork === undefined) return [];
  return A.rows.filter(({ name }) => B.rows.every((row) => row.name !== name)).map(({ name }) => name);
}

/** Rows whose client was told "committed" and that the leader of the newest timeline has not. */
export function brokenPromises({ A, B, writes }: FailoverState): string[] {
  const { rows } = B.leads ? B : A;
  return writes
    .filter(({ name, told }) => told.startsWith('committed') && rows.every((row) => row.name !== name))
    .map(({ name }) => name);
}

/** Each client asks its own side first: the server there, if it leads and runs; then the other, if it can be reached. */
function writeFrom(state: FailoverState, client: 1 | 2): FailoverState {
  const { connected, storage, writes } = state;
  const name = `r${writes.length + 1}`;
  const sides = client === 1 ? (['A', 'B'] as const) : (['B', 'A'] as const);
  const server = sides.find((side, at) => (at === 0 || connected) && state[side].running && state[side].leads);
  const tell = (told: ClientWrite['told']) => [...writes, { name, client, told }];
  if (!server) return { ...state, writes: tell('no server') };
  const { timeline, rows } = state[server];
  if (storage.checks && timeline < storage.highest) return { ...state, writes: tell('refused by the storage') };
  const row = { name, timeline, lsn: endOfLog(state[server]) + rowBytes };
  return {
    ...state,
    [server]: { ...state[server], rows: [...rows, row] },
    writes: tell(`committed by ${server}`),
    storage: { ...storage, accepted: [...storage.accepted, { name, token: timeline }] },
  };
}

/** Asynchronous, and at once while both run and reach each other. */
function replicate(state: FailoverState): FailoverState {
  const { A, B, connected } = state;
  if (!connected || !A.running || !B.running || A.leads === B.leads) return state;
  return A.leads ? { ...state, B: { ...B, rows: A.rows } } : { ...state, A: { ...A, rows: B.rows } };
}
