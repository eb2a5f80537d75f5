import type { Client, Connection, Submittable } from 'pg';
import { BackupError, describeFailure } from './errors.ts';

/** Where in the WAL a backup starts. */
export interface WalPosition {
  /** As the server writes it, like `0/2000028`. */
  lsn: string;
  timeline: string;
}

/**
 * Creates a physical slot that reserves WAL from the last checkpoint, which is the one that the backup began with.
 * A temporary one lives as long as the connection. A slot that -C made stays when the backup fails afterwards: the
 * original never drops it either, and a second try with -C then says that it exists.
 */
export async function createSlot(client: Client, slot: string, kind: 'temporary' | 'permanent'): Promise<void> {
  const temporary = kind === 'temporary' ? ' TEMPORARY' : '';
  const command = `CREATE_REPLICATION_SLOT "${slot.replaceAll('"', '""')}"${temporary} PHYSICAL ( RESERVE_WAL)`;
  await client.query(command).catch((error) => commandFailed(command, error));
}

/**
 * Makes an existing slot keep all WAL from the backup's start. Streams through the slot for a moment, reports the
 * start as the position that is safe, and ends the stream: the server then takes that position as restart_lsn, also
 * where the slot had none. Throws when the slot is missing, logical, or in use. No deadline.
 */
export async function reserveWal(client: Client, slot: string, start: WalPosition): Promise<void> {
  const name = slot.replaceAll('"', '""');
  const command = `START_REPLICATION SLOT "${name}" ${start.lsn} TIMELINE ${start.timeline}`;
  try {
    await new Promise<void>((resolve, reject) => {
      client.query(new BriefStream(command, statusUpdate(start.lsn), resolve, reject));
    });
  } catch (error) {
    commandFailed('START_REPLICATION', error);
  }
}

/** What pg's connection can do besides its declared methods. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A WAL stream that says one thing, discards what it gets, and ends. */
class BriefStream implements Submittable {
  readonly #command: string;
  readonly #message: Buffer;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(command: string, message: Buffer, resolve: () => void, reject: (error: Error) => void) {
    this.#command = command;
    this.#message = message;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    const stream = connection as CopyConnection;
    stream.once('replicationStart', () => {
      stream.sendCopyFromChunk(this.#message);
      stream.endCopyFrom();
    });
    stream.query(this.#command);
  }

  handleCopyData(): void {}
  // A timeline that has ended is followed by one row about the next one.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }
}

/** A standby status update: the position counts as written, flushed and applied; no answer is asked for. */
function statusUpdate(lsn: string): Buffer {
  const [high = '', low = ''] = lsn.split('/');
  const position = (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
  const message = Buffer.alloc(34);
  message.write('r');
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(position, offset);
  message.writeBigInt64BE(BigInt(Date.now() - Date.UTC(2000, 0, 1)) * 1000n, 25);
  return message;
}

function commandFailed(command: string, error: unknown): never {
  throw new BackupError(`could not send replication command "${command}": ${describeFailure(error)}`, { cause: error });
}
