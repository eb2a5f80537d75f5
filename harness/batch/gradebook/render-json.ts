import type { Gradebook } from './gradebook.ts';

/** The gradebook itself, with the results of every check. */
export function renderJson(gradebook: Gradebook): string {
  return `${JSON.stringify(gradebook, null, 2)}\n`;
}
