import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { ArchiveStream, temporaryManifest } from './archive-stream.ts';
import { BackupError, describeFailure } from './errors.ts';
import { fileAction } from './files.ts';
import { type CommandEvent, type Row, replicationCommand } from './replication-command.ts';
import type { BackupSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import type { WalPosition } from './wal-reservation.ts';

/**
 * Runs BASE_BACKUP and leaves a complete data directory, with backup_manifest, below the target. `started` is called
 * between the checkpoint and the first file, and awaited. Throws BackupError; takes as long as the server does.
 */
export async function receiveBackup(
  client: Client,
  settings: BackupSettings,
  terminal: Terminal,
  started: (start: WalPosition) => Promise<void>,
): Promise<void> {
  terminal.detail('initiating base backup, waiting for checkpoint to complete');
  terminal.waitingForCheckpoint();
  const events = replicationCommand(client, baseBackupCommand(settings));
  const start = walPosition(await nextRows(events, 'could not initiate base backup'));
  terminal.detail('checkpoint completed');
  if (settings.walMethod !== 'none') {
    terminal.detail(`write-ahead log start point: ${start.lsn} on timeline ${start.timeline}`);
  }
  const tablespaces = await nextRows(events, 'could not get backup header');
  requireSingleTablespace(tablespaces);
  terminal.expectTotal(Number(tablespaces[0]?.[2] ?? 0));
  await started(start);
  const end = walPosition(await receiveFiles(events, settings.directory, terminal));
  if (settings.walMethod !== 'none') terminal.detail(`write-ahead log end point: ${end.lsn}`);
  await drain(events);
  // Only a complete backup has a file of this name, so nobody takes a partial one for a valid one.
  terminal.detail('renaming backup_manifest.tmp to backup_manifest');
  const manifest = join(settings.directory, temporaryManifest);
  fileAction('rename file', manifest, () => renameSync(manifest, join(settings.directory, 'backup_manifest')));
}

type Events = AsyncGenerator<CommandEvent, void>;

function baseBackupCommand(settings: BackupSettings): string {
  const parts = [`LABEL '${settings.label.replaceAll("'", "''")}'`, 'PROGRESS'];
  // With WAL in the archive nobody waits for the server to archive it; without, the server waits and may warn.
  if (settings.walMethod !== 'none') parts.push('WAL', 'WAIT 0');
  if (settings.fastCheckpoint) parts.push("CHECKPOINT 'fast'");
  parts.push("MANIFEST 'yes'", "TARGET 'client'");
  return `BASE_BACKUP ( ${parts.join(', ')})`;
}

async function nextRows(events: Events, failure: string): Promise<Row[]> {
  const next = await events.next().catch((error) => fail(failure, error));
  if (next.done || next.value.kind !== 'rows') throw new BackupError(`${failure}: unexpected answer from the server`);
  return next.value.rows;
}

function walPosition([row]: Row[]): WalPosition {
  const [lsn, timeline] = row ?? [];
  if (!lsn || !timeline) throw new BackupError('server returned unexpected response to BASE_BACKUP command');
  return { lsn, timeline };
}

function requireSingleTablespace(tablespaces: Row[]): void {
  const other = tablespaces.find(([oid]) => oid !== null);
  if (!other) return;
  throw new BackupError(`the server has a tablespace in "${other[1]}"; only the default tablespace is supported here`);
}

/** Returns the rows that follow the files: where the backup's WAL ends. */
async function receiveFiles(events: Events, directory: string, terminal: Terminal): Promise<Row[]> {
  let received = 0;
  const archive = new ArchiveStream(directory, (bytes) => {
    received = bytes;
    terminal.progress(bytes, false);
  });
  for (;;) {
    const next = await events.next().catch((error) => fail('could not read COPY data', error));
    if (next.done) throw new BackupError('backup failed: the server sent no end position');
    if (next.value.kind === 'rows') {
      await archive.finish();
      terminal.progress(received, true);
      return next.value.rows;
    }
    await archive.receive(next.value.chunk);
  }
}

/** The command succeeds only at its very end: checksum errors, for one, are reported there. */
async function drain(events: Events): Promise<void> {
  const next = await events.next().catch((error) => fail('final receive failed', error));
  if (!next.done) throw new BackupError('final receive failed: unexpected answer from the server');
}

function fail(what: string, error: unknown): never {
  throw new BackupError(`${what}: ${describeFailure(error)}`, { cause: error });
}
