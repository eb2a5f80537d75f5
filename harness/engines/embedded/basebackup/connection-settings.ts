import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type KeywordName, keywords } from './connection-keywords.ts';
import { parseConninfo } from './conninfo.ts';
import { BackupError, systemText } from './errors.ts';
import type { ParsedOptions } from './parse-options.ts';
import { passwordFromFile } from './passfile.ts';

export type SslMode = (typeof sslModes)[number];

/** Where and as whom to connect. */
export interface ConnectionSettings {
  host: string;
  /** An address that spares the look-up of the host's name. */
  hostaddr: string | undefined;
  port: number;
  user: string;
  password: string | undefined;
  /** The file that the password was found in, if it was. */
  passwordFile: string | undefined;
  database: string;
  applicationName: string;
  /** Milliseconds until an attempt to connect is given up; 0 means never. */
  connectTimeout: number;
  sslmode: SslMode;
  /** Every keyword with a value, for primary_conninfo. */
  values: ReadonlyMap<KeywordName, string>;
}

/** Environment variables, as in process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/**
 * Merges, as libpq does: options, then the connection string, then the environment, then defaults. An empty value
 * counts as none. Reads the password file when no password is given, and warns when its mode is too open.
 */
export function connectionSettings(
  options: ParsedOptions,
  environment: Environment,
  warn: (message: string) => void,
): ConnectionSettings {
  const values = givenValues(options, environment);
  const setDefault = (name: KeywordName, value: () => string | undefined) => {
    const text = values.get(name) ?? value();
    if (text !== undefined) values.set(name, text);
    return text ?? '';
  };
  const host = setDefault('host', () => '/tmp');
  if (host.includes(',')) throw new BackupError(`only one host is supported here, got "${host}"`);
  const port = portNumber(setDefault('port', () => '5432'));
  const user = setDefault('user', systemUser);
  const mode = setDefault('sslmode', () => 'prefer');
  const sslmode = sslModes.find((candidate) => candidate === mode);
  if (!sslmode) throw new BackupError(`invalid sslmode value: "${mode}"`);
  const database = values.get('dbname') ?? 'replication';
  let password = values.get('password');
  let passwordFile: string | undefined;
  if (password === undefined) {
    const file = setDefault('passfile', () => defaultPassfile());
    password = file ? passwordFromFile(file, { host, port, database, user }, warn) : undefined;
    if (password !== undefined) passwordFile = file;
  }
  return {
    host,
    hostaddr: values.get('hostaddr'),
    port,
    user,
    password,
    passwordFile,
    database,
    applicationName: values.get('application_name') ?? values.get('fallback_application_name') ?? 'pg_basebackup',
    connectTimeout: timeout(values.get('connect_timeout')),
    sslmode,
    values,
  };
}

function givenValues(options: ParsedOptions, environment: Environment): Map<KeywordName, string> {
  const conninfo = parseConninfo(options.get('dbname') ?? '');
  for (const name of conninfo.keys()) {
    const known = keywords.some((keyword) => keyword.name === name);
    if (!known) throw new BackupError(`invalid connection option "${name}"`);
  }
  const flags: Partial<Record<KeywordName, string>> = {
    host: options.get('host'),
    port: options.get('port'),
    user: options.get('username'),
  };
  const values = new Map<KeywordName, string>();
  for (const { name, environment: variable } of keywords) {
    const value = flags[name] || conninfo.get(name) || (variable ? environment[variable] : undefined);
    if (value) values.set(name, value);
  }
  return values;
}

function portNumber(text: string): number {
  const port = integer('port', text);
  if (port < 1 || port > 65535) throw new BackupError(`invalid port number: "${text}"`);
  return port;
}

function timeout(text = '0'): number {
  return Math.max(0, integer('connect_timeout', text)) * 1000;
}

function integer(name: KeywordName, text: string): number {
  if (/^\s*[-+]?\d+\s*$/.test(text)) return Number(text);
  throw new BackupError(`invalid integer value "${text}" for connection option "${name}"`);
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new BackupError(`could not look up local user ID ${process.getuid?.()}: ${systemText(cause)}`, { cause });
  }
}

function defaultPassfile(): string | undefined {
  try {
    return join(homedir(), '.pgpass');
  } catch {
    // A uid without a passwd entry and without HOME has no password file; libpq says nothing about it either.
    return undefined;
  }
}
