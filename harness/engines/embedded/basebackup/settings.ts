import { BackupError, UsageError } from './errors.ts';
import type { ParsedOptions } from './parse-options.ts';

/** How the WAL that the backup needs gets into it. */
export type WalMethod = 'none' | 'fetch' | 'stream';

/** What shall be done, apart from how to connect. */
export interface BackupSettings {
  directory: string;
  walMethod: WalMethod;
  label: string;
  fastCheckpoint: boolean;
  writeRecoveryConf: boolean;
  slot: { name: string; create: boolean } | undefined;
}

/** Checks options against each other. Throws in the original's words and in its order. */
export function backupSettings(options: ParsedOptions): BackupSettings {
  const fastCheckpoint = checkpoint(options.get('checkpoint'));
  requirePlain(options.get('format'));
  const method = walMethod(options.get('wal-method'));
  const directory = options.get('pgdata');
  if (!directory) throw new UsageError('must specify output directory');
  const name = options.get('slot');
  const create = options.has('create-slot');
  if (name && method !== 'stream') throw new UsageError('replication slots can only be used with WAL streaming');
  if (create && !name) throw new UsageError('--create-slot needs a slot to be specified using --slot');
  return {
    directory,
    walMethod: method,
    label: options.get('label') ?? 'pg_basebackup base backup',
    fastCheckpoint,
    writeRecoveryConf: options.has('write-recovery-conf'),
    slot: name ? { name, create } : undefined,
  };
}

function checkpoint(value = 'spread'): boolean {
  const mode = value.toLowerCase();
  if (mode === 'fast' || mode === 'spread') return mode === 'fast';
  throw new BackupError(`invalid checkpoint argument "${value}", must be "fast" or "spread"`);
}

function requirePlain(value = 'plain'): void {
  if (value === 'p' || value === 'plain') return;
  if (value === 't' || value === 'tar') throw new BackupError('format "tar" is not supported here, must be "plain"');
  throw new BackupError(`invalid output format "${value}", must be "plain"`);
}

function walMethod(value = 'stream'): WalMethod {
  const methods: readonly WalMethod[] = ['none', 'fetch', 'stream'];
  const method = methods.find((candidate) => value === candidate || value === candidate.charAt(0));
  if (method) return method;
  throw new BackupError(`invalid wal-method option "${value}", must be "fetch", "stream", or "none"`);
}
