import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** The page's one script, as the browser runs it. */
export function sortScript(): string {
  const source = readFileSync(join(import.meta.dirname, 'client', 'sort-tables.ts'), 'utf8');
  const text = stripTypeScriptTypes(source)
    .replace(/^\/\*\*.*\*\/$/gm, '')
    .replace(/[ \t]+$/gm, '');
  return `\n${text.replace(/\n{2,}/g, '\n').trim()}\n`;
}
