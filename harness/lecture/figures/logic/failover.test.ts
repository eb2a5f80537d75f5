import { expect, test } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { brokenPromises, divergentRows, type FailoverEvent, playFailover, whyNot } from './failover.ts';

const parted: FailoverEvent[] = ['write 1', 'partition', 'write 1', 'promote'];
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

test('a row that was committed while the follower was away is lost with the leader', () => {
  const state = playFailover(['write 1', 'partition', 'write 1', 'kill', 'promote'], false);
  expect(brokenPromises(state)).toEqual(['r2']);
  expect([names(state.A.rows), names(state.B.rows)]).toEqual([['r1', 'r2'], ['r1']]);
});

test('a promotion without a fence makes two leaders, whose logs part at the fork', () => {
  const state = playFailover([...parted, 'write 1', 'write 2'], false);
  expect([state.A.leads, state.B.leads, state.B.timeline]).toEqual([true, true, 2]);
  expect(state.fork).toBe(state.B.rows[0]?.lsn);
  expect(divergentRows(state)).toEqual(['r2', 'r3']);
  expect(state.B.rows.at(-1)).toMatchObject({ name: 'r4', timeline: 2 });
});

test('an old leader that was killed and comes back leads again: nobody told it', () => {
  const state = playFailover(['write 1', 'kill', 'promote', 'start', 'write 1'], false);
  expect([state.A.leads, state.writes.at(-1)?.told, divergentRows(state)]).toEqual([true, 'committed by A', ['r2']]);
});

test('a storage that checks the token refuses the old leader; one that does not takes both', () => {
  const events: FailoverEvent[] = [...parted, 'write 1', 'write 2'];
  expect(playFailover(events, true).writes.map(({ told }) => told)).toEqual([
    'committed by A',
    'committed by A',
    'refused by the storage',
    'committed by B',
  ]);
  expect(playFailover(events, false).storage.accepted.map(({ token }) => token)).toEqual([1, 1, 1, 2]);
});

test('a rejoin gives up what diverged, and the logs are one again', () => {
  const state = playFailover([...parted, 'write 2', 'heal', 'rejoin', 'write 1'], false);
  expect(state.discarded).toEqual(['r2']);
  expect(state.A.rows).toEqual(state.B.rows);
  expect(state.writes.at(-1)?.told).toBe('committed by B');
});

test('in many histories', () => {
  for (const { events, checks } of manyHistories()) {
    const state = playFailover(events, checks);
    const { A, B, fork, writes, storage } = state;
    const said = `${events.join(', ')} ${checks}`;
    for (const { rows } of [A, B]) {
      expect(
        rows.every((row, at) => at === 0 || row.lsn > (rows[at - 1]?.lsn ?? 0)),
        said,
      ).toBe(true);
      for (const row of rows) expect(writes.find(({ name }) => name === row.name)?.told, said).toMatch(/^committed/);
    }
    // Up to the fork both have the same; B has nothing of timeline 1 after it.
    if (fork !== undefined)
      expect(
        B.rows.every(({ timeline, lsn }) => (timeline === 1) === lsn <= fork),
        said,
      ).toBe(true);
    // Nothing that a client was told is missing without an old leader that wrote alone.
    for (const name of brokenPromises(state))
      expect(writes.find((write) => write.name === name)?.told, said).toBe('committed by A');
    // Tokens never go back where they are checked.
    const tokens = storage.accepted.map(({ token }) => token);
    if (checks) expect(tokens, said).toEqual([...tokens].sort());
    if (!A.leads) expect(whyNot(state, 'rejoin'), said).toBeDefined();
  }
});

test('in many histories, whoever fences before promoting never has two leaders', () => {
  for (const { events } of manyHistories()) {
    const careful = events.flatMap((event): FailoverEvent[] => (event === 'promote' ? ['fence', 'promote'] : [event]));
    for (let at = 0; at <= careful.length; at += 1) {
      const { A, B } = playFailover(careful.slice(0, at), false);
      expect(A.running && A.leads && B.leads, careful.slice(0, at).join(', ')).toBe(false);
    }
  }
});

function manyHistories(): { events: FailoverEvent[]; checks: boolean }[] {
  const all: FailoverEvent[] = [
    'write 1',
    'write 2',
    'kill',
    'start',
    'partition',
    'heal',
    'fence',
    'promote',
    'rejoin',
  ];
  const next = seededRandom(4711);
  return Array.from({ length: 500 }, (_, at) => ({
    checks: at % 2 === 0,
    events: Array.from({ length: 12 }, () => all[Math.floor(next() * all.length)] as FailoverEvent),
  }));
}
