import { spawn } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { LabError } from './errors.ts';
import { block } from './testing/block.ts';
import { NotYet, waitUntil } from './wait-until.ts';

/** What the wait throws. */
async function thrownBy(waiting: Promise<unknown>): Promise<LabError> {
  const thrown = await waiting.then(
    (value) => expect.fail(`it returned ${String(value)}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof LabError)) throw thrown;
  return thrown;
}

test('it returns what the probe returned, at once when that is there', async () => {
  const began = performance.now();
  expect(await waitUntil('a row', () => ({ id: 7 }), { timeout: 1000, interval: 1000 })).toEqual({ id: 7 });
  expect(performance.now() - began).toBeLessThan(500);
});

test('undefined, false and NotYet mean "not yet"; zero and the empty string are values', async () => {
  const answers = [undefined, false, new NotYet('nothing'), 0];
  const { signal } = new AbortController();
  expect(await waitUntil('a number', () => answers.shift(), { timeout: 1000, signal })).toBe(0);
  expect(getEventListeners(signal, 'abort'), 'one listener for each pause').toEqual([]);
  expect(await waitUntil('a text', () => '', { timeout: 1000 })).toBe('');
});

test('the timeout says what was awaited, how long, and the last value seen', async () => {
  let lag = 0;
  const probe = () => {
    lag += 8;
    return new NotYet({ state: 'streaming', bytes: lag > 8 ? 'many' : 'few' });
  };
  const error = await thrownBy(waitUntil('the follower to catch up', probe, { timeout: 30 }));
  expect(error.code).toBe('WAIT_TIMEOUT');
  expect(error.message).toBe(
    "waited 30 ms for the follower to catch up; last seen: { state: 'streaming', bytes: 'many' }",
  );
  expect(error.cause).toBeUndefined();
});

test('a probe that throws is tried again; the timeout shows its last error and keeps it as the cause', async () => {
  const refused = new Error('connect ECONNREFUSED');
  const failing = () => Promise.reject(refused);
  const error = await thrownBy(waitUntil('the server', failing, { timeout: 20 }));
  expect(error.message).toBe('waited 20 ms for the server; last seen: an error: connect ECONNREFUSED');
  expect(error.cause).toBe(refused);

  const answers = [() => Promise.reject(refused), () => Promise.resolve('ready')];
  expect(await waitUntil('the server', () => answers.shift()?.(), { timeout: 1000 })).toBe('ready');
});

test('an error that was followed by a value is not shown as the last thing seen', async () => {
  let calls = 0;
  const probe = () => {
    calls += 1;
    if (calls === 1) throw new Error('early');
    return new NotYet('late');
  };
  const error = await thrownBy(waitUntil('it', probe, { timeout: 20 }));
  expect(error.message).toMatch(/last seen: late$/);
  expect(error.cause).toBeUndefined();
});

test('the signal ends the wait within the pause, with its own reason, and nothing keeps listening to it', async () => {
  const controller = new AbortController();
  const reason = new LabError('INTERRUPTED', 'enough');
  let probes = 0;
  const probe = () => {
    probes += 1;
    return undefined;
  };
  const waiting = waitUntil('for ever', probe, {
    timeout: 60_000,
    interval: 60_000,
    signal: controller.signal,
  });
  await waitUntil('the first probe', () => probes === 1, { timeout: 1000 });
  controller.abort(reason);
  expect(await thrownBy(waiting)).toBe(reason);
  expect(probes).toBe(1);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('a signal that has fired before lets no probe run', async () => {
  const options = { timeout: 1000, signal: AbortSignal.abort(new LabError('INTERRUPTED', 'before')) };
  await expect(waitUntil('it', () => expect.fail('it was probed'), options)).rejects.toThrow('before');
});

test('when the time is over, what came in time counts, however late this process hears of it', async () => {
  const child = spawn('echo', ['in time'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let heard = '';
  child.stdout.once('data', (said: Buffer) => {
    heard = said.toString();
  });
  const waiting = waitUntil('a word', () => heard || undefined, { timeout: 200 });
  block(400);
  expect(await waiting).toBe('in time\n');
});
