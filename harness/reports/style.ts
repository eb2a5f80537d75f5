import { styleText } from 'node:util';

type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is. Meaning never hangs on colour alone: words and marks carry it. */
export type Style = (tone: Tone | Tone[], text: string) => string;

export function styleFor(color: boolean): Style {
  return (tone, text) => (color ? styleText(tone, text, { validateStream: false }) : text);
}

/** Wraps a text at word boundaries; every line gets the indent. */
export function wrap(text: string, width: number, indent: string): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && indent.length + line.length + 1 + word.length > width) {
        lines.push(indent + line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, indent + line];
  });
}

/** Text of student code or of a server, made harmless for a terminal: no escape sequences, no other controls. */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}
