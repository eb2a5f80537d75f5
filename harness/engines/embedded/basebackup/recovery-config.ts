import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keywords } from './connection-keywords.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { quoteConninfo } from './conninfo.ts';
import { fileAction } from './files.ts';

/** What a follower must know to begin. */
export interface RecoverySettings {
  connection: ConnectionSettings;
  slot: string | undefined;
  /** Major version of the leader. */
  serverVersion: number;
}

/** Turns a backup into a follower: appends to postgresql.auto.conf, where later lines win, and adds standby.signal. */
export function writeRecoveryConfig(directory: string, settings: RecoverySettings): void {
  const config = join(directory, 'postgresql.auto.conf');
  fileAction('write to file', config, () => appendFileSync(config, recoveryConfig(settings), { mode: 0o600 }));
  const signal = join(directory, 'standby.signal');
  fileAction('create file', signal, () => writeFileSync(signal, '', { mode: 0o600 }));
}

/** The lines for postgresql.auto.conf. */
export function recoveryConfig({ connection, slot, serverVersion }: RecoverySettings): string {
  const pairs: string[] = [];
  for (const { name, hidden } of keywords) {
    const value = connection.values.get(name);
    if (value !== undefined && !hidden) pairs.push(`${name}=${quoteConninfo(value)}`);
  }
  // Since 17 a database that the user named comes last; the slot synchronization worker connects to it.
  const database = connection.values.get('dbname');
  if (database !== undefined && serverVersion >= 17) pairs.push(`dbname=${quoteConninfo(database)}`);
  const lines = [`primary_conninfo = ${quoteSetting(pairs.join(' '))}`];
  if (slot !== undefined) lines.push(`primary_slot_name = ${quoteSetting(slot)}`);
  return `${lines.join('\n')}\n`;
}

/** A string in a configuration file: quotes and backslashes are doubled, whatever quoting is inside already. */
function quoteSetting(value: string): string {
  return `'${value.replace(/[\\']/g, '$&$&')}'`;
}
