import { expect, test } from 'vitest';
import { PowerHistory } from './power-history.ts';

const told = (history: PowerHistory) => history.events.map(({ event, how }) => (how ? `${event}: ${how}` : event));

test('an end that is made is told by who makes it, whoever sees it first', async () => {
  const history = new PowerHistory();
  const time = history.started();
  await history.end('SIGKILL', async () => history.endedIn(time, 'exit code 137'));
  expect(told(history)).toEqual(['started', 'ended: SIGKILL']);
});

test('a server that was not ended in time has not ended, and ends later by itself', async () => {
  const history = new PowerHistory();
  const time = history.started();
  const stop = history.end('stopped (smart)', () => Promise.reject(new Error('it has guests')));
  await expect(stop).rejects.toThrow('guests');
  expect(told(history)).toEqual(['started']);
  history.endedIn(time, 'exit code 0');
  expect(told(history)).toEqual(['started', 'ended: exit code 0']);
});

test('news of an old server’s end after the start of the next say nothing of that', () => {
  const history = new PowerHistory();
  const old = history.started();
  history.ended('SIGKILL');
  history.started();
  history.endedIn(old, 'exit code 137');
  expect(told(history)).toEqual(['started', 'ended: SIGKILL', 'started']);
});
