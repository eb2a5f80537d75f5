import { harmless } from './text.ts';

/**
 * Any text as the content of an element or of a quoted attribute, in XML as in HTML: nothing in it is markup, and
 * what neither allows (control characters, half a surrogate pair) is shown as a sign. Line breaks stay.
 */
export function escapeMarkup(text: string): string {
  return harmless(text)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
