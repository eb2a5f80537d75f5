import type { Client, Connection, Submittable } from 'pg';

/** One row as the server sent it: text, or null. */
export type Row = readonly (string | null)[];

/** What a replication command answers, in the server's order. */
export type CommandEvent = { kind: 'rows'; rows: Row[] } | { kind: 'data'; chunk: Buffer };

/** Bytes of COPY data that may wait for the consumer before the socket is paused. */
const highWater = 1 << 20;

/**
 * Runs a command and yields each result set and each CopyData message. pg's own client.query would silently discard
 * the latter. Reading from the socket stops while the consumer is behind, so a backup of any size needs little
 * memory. Ends when the command does; throws the server's error, or that the connection was lost. No deadline.
 */
export function replicationCommand(client: Client, text: string): AsyncGenerator<CommandEvent, void> {
  const command = new ReplicationCommand(text);
  client.query(command);
  return command.events();
}

class ReplicationCommand implements Submittable {
  readonly #text: string;
  readonly #waiting: CommandEvent[] = [];
  #waitingBytes = 0;
  #rows: Row[] | undefined;
  #connection: Connection | undefined;
  #end: { error?: Error } | undefined;
  #wake = () => {};

  constructor(text: string) {
    this.#text = text;
  }

  async *events(): AsyncGenerator<CommandEvent, void> {
    for (;;) {
      for (let event = this.#take(); event; event = this.#take()) yield event;
      if (this.#end?.error) throw this.#end.error;
      if (this.#end) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#text);
  }

  handleRowDescription(): void {
    this.#rows = [];
  }

  handleDataRow(message: { fields: Row }): void {
    this.#rows?.push(message.fields);
  }

  handleCommandComplete(): void {
    if (this.#rows) this.#push({ kind: 'rows', rows: this.#rows });
    this.#rows = undefined;
  }

  handleCopyData(message: { chunk: Buffer }): void {
    // pg's parser moves later bytes over these once it needs the room.
    const chunk = Buffer.from(message.chunk);
    this.#waitingBytes += chunk.length;
    this.#push({ kind: 'data', chunk });
    if (this.#waitingBytes > highWater) this.#connection?.stream.pause();
  }

  handleError(error: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  handleReadyForQuery(): void {
    this.#end ??= {};
    this.#wake();
  }

  #push(event: CommandEvent): void {
    this.#waiting.push(event);
    this.#wake();
  }

  #take(): CommandEvent | undefined {
    const event = this.#waiting.shift();
    if (event?.kind === 'data') {
      this.#waitingBytes -= event.chunk.length;
      if (this.#waitingBytes <= highWater) this.#connection?.stream.resume();
    }
    return event;
  }
}
