/** What may hold a semicolon that ends nothing: strings, names, dollar quotes, comments. */
const opaque =
  /[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\//giy;

/** Statements as psql sends them, one by one, each with its semicolon. Comments alone are no statement. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  let content = false;
  const finish = (end: number) => {
    if (content) statements.push(sql.slice(start, end).trim());
    content = false;
  };
  while (at < sql.length) {
    opaque.lastIndex = at;
    const found = opaque.exec(sql)?.[0];
    if (found !== undefined) {
      content ||= !found.startsWith('--') && !found.startsWith('/*');
      at += found.length;
      continue;
    }
    if (sql[at] === ';') {
      finish(at + 1);
      start = at + 1;
    } else if (/\S/.test(sql[at] as string)) content = true;
    at += 1;
  }
  finish(sql.length);
  return statements;
}
