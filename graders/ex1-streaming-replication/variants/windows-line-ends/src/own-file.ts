import { readFile } from 'node:fs/promises';

/** The text of a file of this submission, by its path from the top. */
export async function ownFile(path: string): Promise<string> {
  const text = await readFile(new URL(`../${path}`, import.meta.url), 'utf8');
  return text.replaceAll('\n', '\r\n');
}
