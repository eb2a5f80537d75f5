import { styleText } from 'node:util';

export type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is. Meaning never hangs on colour alone: words and marks carry it. */
export type Style = (tone: Tone | Tone[], text: string) => string;

export function styleFor(color: boolean): Style {
  return (tone, text) => (color && text !== '' ? styleText(tone, text, { validateStream: false }) : text);
}
