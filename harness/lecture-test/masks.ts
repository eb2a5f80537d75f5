/** What may differ from run to run, and what stands in its place when two outputs are compared. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?( ?[+-]\d\d(:?\d\d)?\b| UTC|Z)?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(\.\d+)?/g, '<duration>'],
  [/\b\d+(\.\d+)? ?(ms|s|seconds|milliseconds)\b/g, '<duration>'],
  [/\b[0-9A-F]{24}\b/g, '<segment>'],
  [/\b[0-9A-F]{1,8}\/[0-9A-F]{1,8}\b/g, '<lsn>'],
  [/\b7\d{18}\b/g, '<system>'],
  [/\b(pid|process)([ =:]+)\d+\b/gi, '$1$2<pid>'],
];

/** An output as it is compared: without what changes, and without the width of columns. */
export function maskOutput(text: string, extra: readonly string[] = []): string {
  let masked = maskNumberColumns(text);
  for (const pattern of extra) masked = masked.replace(new RegExp(pattern, 'g'), '<mask>');
  for (const [pattern, word] of patterns) masked = masked.replace(pattern, word);
  return masked
    .split('\n')
    .map((line) => line.replace(/-{2,}/g, '--').replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
}

/** In a table, the columns `pid`, `…_pid` and `…_port`: of processes, and of connections that come from outside. */
function maskNumberColumns(text: string): string {
  let columns: readonly number[] = [];
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      if (/^-+(\+-+)*$/.test(lines[at + 1]?.trim() ?? '')) {
        const names = line.split('|').map((name) => name.trim());
        columns = names.flatMap((name, place) => (/(^pid|_pid|_port)$/.test(name) ? [place] : []));
        return line;
      }
      if (/^\(\d+ rows?\)/.test(line)) columns = [];
      if (columns.length === 0) return line;
      const cells = line.split('|');
      return cells.map((cell, place) => (columns.includes(place) ? cell.replace(/\d+/, '<number>') : cell)).join('|');
    })
    .join('\n');
}
