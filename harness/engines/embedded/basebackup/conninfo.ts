import { BackupError } from './errors.ts';

/** Splits a connection string, `keyword=value …` or a postgres:// URI, into keywords. Throws in libpq's words. */
export function parseConninfo(text: string): Map<string, string> {
  return /^postgres(ql)?:\/\//.test(text) ? parseUri(text) : parseKeywords(text);
}

/** A value as it stands in a `keyword=value` string: quoted unless it is a plain word. */
export function quoteConninfo(value: string): string {
  return /^[A-Za-z0-9_.]+$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`;
}

function parseKeywords(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const pair = /\s*([^\s=]+)\s*(=?)\s*/y;
  while (pair.lastIndex < text.trimEnd().length) {
    const match = pair.exec(text);
    if (!match?.[2]) {
      throw new BackupError(`missing "=" after "${match?.[1] ?? text}" in connection info string`);
    }
    const value = readValue(text, pair.lastIndex);
    values.set(match[1] ?? '', value.text);
    pair.lastIndex = value.end;
  }
  return values;
}

/** A value from `start`: up to the next space, or quoted. A backslash makes the next character literal in both. */
function readValue(text: string, start: number): { text: string; end: number } {
  const pattern = text.charAt(start) === "'" ? /'((?:\\.|[^\\'])*)'/sy : /((?:\\.|[^\\\s])*)/sy;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) throw new BackupError('unterminated quoted string in connection info string');
  return { text: (match[1] ?? '').replace(/\\(.)/gs, '$1'), end: pattern.lastIndex };
}

const uriParts =
  /^postgres(?:ql)?:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?(?:\/([^?]*))?(?:\?(.*))?$/s;

function parseUri(text: string): Map<string, string> {
  const match = uriParts.exec(text);
  if (!match) {
    throw new BackupError('invalid connection URI: it must be postgresql://user@host:port/dbname?keyword=value');
  }
  const [, user, password, host = '', port, dbname, query = ''] = match;
  const values = new Map<string, string>();
  const parts = { user, password, host: host.replace(/^\[(.*)\]$/, '$1'), port, dbname };
  for (const [keyword, value] of Object.entries(parts)) {
    if (value) values.set(keyword, decode(value));
  }
  for (const parameter of query.split('&').filter(Boolean)) {
    const [keyword = '', value, extra] = parameter.split('=');
    if (value === undefined || extra !== undefined) {
      const fault = value === undefined ? 'missing' : 'extra';
      throw new BackupError(`${fault} key/value separator "=" in URI query parameter: "${keyword}"`);
    }
    // JDBC's spelling, which libpq accepts too.
    if (keyword === 'ssl' && value === 'true') values.set('sslmode', 'require');
    else values.set(decode(keyword), decode(value));
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new BackupError(`invalid percent-encoded token: "${text}"`, { cause });
  }
}
