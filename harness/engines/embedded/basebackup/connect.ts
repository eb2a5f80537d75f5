import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import type { ConnectionSettings } from './connection-settings.ts';
import { BackupError, describeFailure, type ServerMessage, systemText } from './errors.ts';

/** pg hands `replication` to the server in the startup packet; its type declarations lack it. */
interface ReplicationConfig extends pg.ClientConfig {
  replication: 'true';
}

/**
 * Opens a physical replication connection. Gives up after the settings' connect timeout (then, and for every other
 * failure, throws BackupError in libpq's words). The caller ends the connection.
 */
export async function connect(
  settings: ConnectionSettings,
  notice: (message: ServerMessage) => void,
): Promise<pg.Client> {
  const [first, second] = attempts(settings);
  try {
    return await open(settings, first, notice);
  } catch (error) {
    const noTls = error instanceof Error && error.message === 'The server does not support SSL connections';
    if (noTls && second !== undefined) return open(settings, second, notice).catch((plain) => fail(settings, plain));
    return fail(settings, error);
  }
}

async function open(
  settings: ConnectionSettings,
  ssl: ConnectionOptions | false,
  notice: (message: ServerMessage) => void,
): Promise<pg.Client> {
  const config: ReplicationConfig = {
    replication: 'true',
    host: settings.hostaddr ?? settings.host,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    application_name: settings.applicationName,
    options: settings.values.get('options'),
    connectionTimeoutMillis: settings.connectTimeout,
    keepAlive: true,
    ssl,
    // A function, so that pg neither looks for a password of its own nor invents an empty one.
    password: () => requirePassword(settings.password),
  };
  const client = new pg.Client(config);
  // A broken connection fails the command that is running; the event itself would only end the process.
  client.on('error', () => {});
  client.on('notice', notice);
  await client.connect();
  return client;
}

/** TLS settings to try, in order; the second counts only where the server knows no TLS. */
function attempts(settings: ConnectionSettings): [ConnectionOptions | false, false?] {
  // A Unix socket knows no TLS. `allow` is plain first; unlike libpq's it does not come back with TLS.
  const plain = settings.sslmode === 'disable' || settings.sslmode === 'allow';
  if (plain || (!settings.hostaddr && settings.host.startsWith('/'))) return [false];
  if (settings.sslmode === 'prefer') return [{ rejectUnauthorized: false }, false];
  const root = settings.values.get('sslrootcert');
  const ca = root && root !== 'system' ? readCertificate(root) : undefined;
  if (settings.sslmode === 'require' && ca === undefined) return [{ rejectUnauthorized: false }];
  if (settings.sslmode === 'verify-full') return [{ ca }];
  return [{ ca, checkServerIdentity: () => undefined }];
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new BackupError(`could not read root certificate file "${file}": ${systemText(cause)}`, { cause });
  }
}

function requirePassword(password: string | undefined): string {
  if (password !== undefined) return password;
  throw new BackupError('fe_sendauth: no password supplied', {
    hint: 'There is no password prompt: set PGPASSWORD, write a password file, or give password=… in -d.',
  });
}

function fail(settings: ConnectionSettings, error: unknown): never {
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const hint = error instanceof BackupError ? error.hint : undefined;
  throw new BackupError(causes.map((cause) => connectFailure(settings, cause)).join('\n'), { hint, cause: error });
}

function connectFailure(settings: ConnectionSettings, error: unknown): string {
  const { code, address } = error as NodeJS.ErrnoException & { address?: string };
  const { host, port } = settings;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `could not translate host name "${host}" to address: Name or service not known`;
  }
  const onSocket = !settings.hostaddr && host.startsWith('/');
  const shownAddress = address && address !== host && !onSocket ? ` (${address})` : '';
  const where = onSocket ? `on socket "${host}/.s.PGSQL.${port}"` : `at "${host}"${shownAddress}, port ${port}`;
  const advice = onSocket
    ? 'Is the server running locally and accepting connections on that socket?'
    : 'Is the server running on that host and accepting TCP/IP connections?';
  const lines = [`connection to server ${where} failed: ${describeFailure(error)}`];
  if (code === 'ECONNREFUSED' || code === 'ENOENT') lines.push(`\t${advice}`);
  if (code === '28P01' && settings.passwordFile) lines.push(`password retrieved from file "${settings.passwordFile}"`);
  return lines.join('\n');
}
