import { harmless } from './text.ts';

/**
 * The language in which a program talks to the runner of GitHub Actions: lines of its output. The runner takes a line
 * for a command when it begins with `::`, after spaces too, or holds `##[` anywhere; a carriage return begins a line.
 */
interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  /** From the root of the repository. */
  file?: string;
  line?: number;
}

/** One line. What would end it or begin another property is encoded, so no text in it becomes a command. */
export function annotationLine({ level, title, message, file, line }: Annotation): string {
  const properties = Object.entries({ file, line, title }).filter(([, value]) => value !== undefined);
  const list = properties.map(([name, value]) => `${name}=${encodeProperty(String(value))}`).join(',');
  return `::${level} ${list}::${encodeMessage(message)}`;
}

function encodeMessage(text: string): string {
  return harmless(text).toWellFormed().replace(/[%\n]/g, encode);
}

function encodeProperty(text: string): string {
  return harmless(text)
    .toWellFormed()
    .replace(/[%\n:,]/g, encode);
}

/** As the runner decodes it: two hexadecimal digits. */
function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** From this line on the runner takes nothing for a command, until the same token comes back. It must be unguessable. */
export function stopCommands(token: string): string {
  return `::stop-commands::${token}`;
}

export function resumeCommands(token: string): string {
  return `::${token}::`;
}

/** Text for a place that cannot be put between the two: it reads the same and holds no command. */
export function inert(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/gm, '$1: ');
}
