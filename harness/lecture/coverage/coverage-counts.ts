import type { CoverageItem, Place } from './read-coverage.ts';

/** Whether it can be read, or practised, today. */
export function isThere({ target }: Place): boolean {
  return target?.href !== undefined;
}

/** Whether every section that the item names is there, and there is one. */
export function isTaught({ sections }: CoverageItem): boolean {
  return sections.length > 0 && sections.every(isThere);
}

/** Whether every exercise that the item names is there, and there is one or none is needed. */
export function isPractised({ exercises, reading }: CoverageItem): boolean {
  return reading || (exercises.length > 0 && exercises.every(isThere));
}

/** `242 items; 240 have their section, 200 their exercise`, for authors and readers. */
export function describeCoverage(items: readonly CoverageItem[]): string {
  const taught = items.filter(isTaught).length;
  const practised = items.filter(isPractised).length;
  if (taught === items.length && practised === items.length)
    return `${items.length} items: each has its section and, where there is something to practise, its exercise`;
  return `${items.length} items: ${items.length - taught} lack a section, ${items.length - practised} an exercise`;
}
