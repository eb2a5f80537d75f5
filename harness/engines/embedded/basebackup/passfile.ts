import { readFileSync, statSync } from 'node:fs';

/** What a line of a password file is compared with. */
export interface PasswordKey {
  host: string;
  port: number;
  /** `replication` for a replication connection, unless the user named a database. */
  database: string;
  user: string;
}

/** Directory of a Unix socket that libpq looks up as `localhost`. */
const defaultSocketDirectory = '/tmp';

/**
 * The password of the first line that fits, or undefined. A missing file is no error; a file that others can read
 * is warned about and ignored, as is a thing that is no plain file. Reads the file once, at the start.
 */
export function passwordFromFile(file: string, key: PasswordKey, warn: (message: string) => void): string | undefined {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) return undefined;
  if (!status.isFile()) {
    warn(`password file "${file}" is not a plain file`);
    return undefined;
  }
  if ((status.mode & 0o077) !== 0) {
    warn(`password file "${file}" has group or world access; permissions should be u=rw (0600) or less`);
    return undefined;
  }
  const host = key.host === defaultSocketDirectory ? 'localhost' : key.host;
  const wanted = [host, String(key.port), key.database, key.user];
  for (const line of readLines(file)) {
    if (line === '' || line.startsWith('#')) continue;
    const fields = splitLine(line);
    const password = fields[wanted.length];
    if (password === undefined) continue;
    if (wanted.every((value, at) => fields[at] === '*' || withoutEscapes(fields[at]) === value))
      return withoutEscapes(password);
  }
  return undefined;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    // Not readable by this user: libpq goes on without it, and the missing password is what gets reported.
    return [];
  }
}

/** Splits at the first four colons that no backslash precedes; the rest of the line is the password. */
function splitLine(line: string): string[] {
  const match = /^((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):(.*)$/.exec(line);
  return match ? match.slice(1) : [];
}

function withoutEscapes(text = ''): string {
  return text.replace(/\\(.)/g, '$1');
}
