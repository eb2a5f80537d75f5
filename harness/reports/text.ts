/**
 * Text of student code or of a server, made harmless for a terminal: escape sequences are left out, what else would
 * move the cursor or turn the direction of writing is shown as a sign. Line breaks stay; tabs become spaces.
 */
export function harmless(text: string): string {
  return text
    .replace(escapeSequence, '')
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(control, (found) => String.fromCodePoint(found === '\x7f' ? 0x2421 : 0x2400 + found.charCodeAt(0)))
    .replace(invisible, (found) => `<U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);
}

/** A title of a window up to its end, a sequence with parameters, or one of two characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escapeSequence =
  /\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-9;?<=>:]*[ -/]*[@-~]|\x1b[ -/]*[0-Z\\^-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\x00-\x09\x0b-\x1f\x7f]/g;
const invisible = /[\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The same on one line: a name, a path. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', '␊');
}

export interface Limits {
  lines: number;
  /** Characters of one line. */
  columns: number;
}

/** Cuts long lines and drops lines from the middle, and says so. */
export function cut(text: string, { lines, columns }: Limits): string {
  const all = text.replace(/\n+$/, '').split('\n');
  const short = all.map((line) => {
    return line.length <= columns ? line : `${line.slice(0, columns)} … (${line.length - columns} more characters)`;
  });
  if (short.length <= lines) return short.join('\n');
  const head = Math.ceil((lines - 1) / 2);
  const tail = lines - 1 - head;
  return [
    ...short.slice(0, head),
    `… (${all.length - head - tail} more lines)`,
    ...short.slice(all.length - tail),
  ].join('\n');
}

/**
 * Wraps a text at word boundaries, and a word that no line holds within itself. Every line gets the indent; the spaces
 * that a line of the text begins with are kept for what is wrapped of it.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const inner = indent + (/^ */.exec(paragraph)?.[0] ?? '').slice(0, width / 2);
    const room = Math.max(10, width - inner.length);
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph
      .trim()
      .split(/ +/)
      .flatMap((long) => pieces(long, room))) {
      if (line !== '' && line.length + 1 + word.length > room) {
        lines.push(inner + line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, (inner + line).trimEnd()];
  });
}

function pieces(word: string, room: number): string[] {
  if (word.length <= room) return [word];
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / room) }, (_, at) =>
    characters.slice(at * room, (at + 1) * room).join(''),
  );
}
