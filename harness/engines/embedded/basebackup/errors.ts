import { getSystemErrorMessage } from 'node:util';

/** A failure with a message for the terminal; it ends the program with exit code 1. */
export class BackupError extends Error {
  /** A second line for the terminal, printed as `pg_basebackup: hint: …`. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'BackupError';
    this.hint = options.hint;
  }
}

/** An option or its value is wrong; the hint points to `--help`, as the original's does. */
export class UsageError extends BackupError {
  constructor(message: string) {
    super(message, { hint: 'Try "pg_basebackup --help" for more information.' });
    this.name = 'UsageError';
  }
}

/** The fields of an ErrorResponse or NoticeResponse that libpq prints at its default verbosity. */
export interface ServerMessage {
  severity?: string;
  message?: string;
  detail?: string;
  hint?: string;
}

/** What libpq would say: `ERROR:  text`, then DETAIL and HINT on lines of their own; lost connections in its words. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const server: ServerMessage = error;
  if (server.severity !== undefined) return serverText(server);
  if (lostConnection(error)) {
    return [
      'server closed the connection unexpectedly',
      '\tThis probably means the server terminated abnormally',
      '\tbefore or while processing the request.',
    ].join('\n');
  }
  return systemText(error);
}

/** Lines of a server's error or notice, in libpq's layout. */
export function serverText(message: ServerMessage): string {
  const lines = [`${message.severity}:  ${message.message}`];
  if (message.detail) lines.push(`DETAIL:  ${message.detail}`);
  if (message.hint) lines.push(`HINT:  ${message.hint}`);
  return lines.join('\n');
}

/** The operating system's words for a failed call ("Permission denied"), or the error's own message. */
export function systemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errno } = error as NodeJS.ErrnoException;
  if (typeof errno !== 'number') return error.message;
  const text = getSystemErrorMessage(errno) ?? error.message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lostConnection(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return error.message.startsWith('Connection terminated') || code === 'ECONNRESET' || code === 'EPIPE';
}
