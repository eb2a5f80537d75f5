import { EventEmitter } from 'node:events';
import type { Client, Submittable } from 'pg';
import { expect, test } from 'vitest';
import { replicationCommand } from './replication-command.ts';

/** The parts of pg that call a Submittable; the server's side is played by the test. */
function fakeServer() {
  const stream = { reading: true, pause: () => (stream.reading = false), resume: () => (stream.reading = true) };
  const sent: string[] = [];
  const connection = Object.assign(new EventEmitter(), { stream, query: (text: string) => sent.push(text) });
  type Handlers = Required<Submittable> & {
    handleCopyData(message: { chunk: Buffer }): void;
    handleError(error: Error): void;
    handleReadyForQuery(): void;
  };
  let command: Handlers | undefined;
  const client = {
    query(submitted: Handlers) {
      command = submitted;
      submitted.submit(connection as unknown as Parameters<Submittable['submit']>[0]);
    },
  };
  const events = replicationCommand(client as unknown as Client, 'BASE_BACKUP');
  if (!command) throw new Error('nothing was submitted');
  return { events, stream, sent, command };
}

test('the socket is paused while the consumer is behind, and read again when it has caught up', async () => {
  const { events, stream, sent, command } = fakeServer();
  expect(sent).toEqual(['BASE_BACKUP']);
  const chunk = Buffer.alloc(300_000, 'x');
  for (let count = 0; count < 4; count++) command.handleCopyData({ chunk });
  expect(stream.reading).toBe(false);
  await events.next();
  expect(stream.reading).toBe(true);
});

test('a chunk keeps its content when the parser uses its memory again', async () => {
  const { events, command } = fakeServer();
  const chunk = Buffer.from('before');
  command.handleCopyData({ chunk });
  chunk.write('after!');
  await expect(events.next()).resolves.toMatchObject({ value: { kind: 'data', chunk: Buffer.from('before') } });
});

test('what came before an error is delivered before it', async () => {
  const { events, command } = fakeServer();
  command.handleCopyData({ chunk: Buffer.from('x') });
  command.handleError(new Error('gone'));
  await expect(events.next()).resolves.toMatchObject({ done: false });
  await expect(events.next()).rejects.toThrow('gone');
});

test('the end of the command ends the events', async () => {
  const { events, command } = fakeServer();
  const next = events.next();
  command.handleReadyForQuery();
  await expect(next).resolves.toMatchObject({ done: true });
});
