// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for

/**
 * Text of student code or of a server, made harmless for a terminal: escape sequences are left out, what else would
 * move the cursor or turn the direction of writing is shown as a sign. Line breaks stay; tabs become spaces.
 */
export function harmless(text: string): string {
  return text
    .replace(windowTitle, '')
    .replace(escapeSequence, '')
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/[[\p{Cc}\p{Cf}\u2028\u2029]--\n]/gv, sign);
}

/** Up to its end; one that has none is no sequence, or it would swallow the rest. */
const windowTitle = /\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)/g;
const escapeSequence = /(?:\x1b\[|\x9b)[0-9;?<=>:]*[ -/]*[@-~]|\x1b[ -/]*[0-Z\\^-~]/g;

/** A picture of a control character, `<U+202E>` for what is invisible. */
function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

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
 * that a line of the text begins with are kept for what is wrapped of it, and a line that fits stays as it is.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const inner = indent + (/^ */.exec(paragraph)?.[0] ?? '').slice(0, width / 2);
    const room = Math.max(10, width - inner.length);
    if (indent.length + paragraph.length <= width) return [(indent + paragraph).trimEnd()];
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

/** `4 minutes ago`; what is less than a minute, or to come by a clock that was set, is `just now`. */
export function agoText(ms: number): string {
  const units: [name: string, size: number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ];
  const unit = units.find(([, size]) => ms >= size);
  if (!unit) return 'just now';
  const count = Math.floor(ms / unit[1]);
  return `${count} ${unit[0]}${count === 1 ? '' : 's'} ago`;
}
