import { createHash } from 'node:crypto';

/** Words of a Markdown text as a reader counts them: its comments and what has neither letter nor digit are none. */
export function countWords(text: string): number {
  const read = text.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  return read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The same for the same text, however its lines end. */
export function essayHash(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n').trim()).digest('hex');
}
