import type { FoundImport } from './find-imports.ts';
import type { Violation } from './violation.ts';

/**
 * Cycles between files, each told once, by its shortest way round. Types do not count: nothing of them is loaded.
 * A dynamic import counts: it is loaded when both sides may be half ready.
 */
export function findCycles(found: readonly FoundImport[]): Violation[] {
  const graph = new Map<string, FoundImport[]>();
  for (const seen of found) {
    if (seen.typeOnly || seen.to === undefined) continue;
    graph.set(seen.from, [...(graph.get(seen.from) ?? []), seen]);
  }
  const told = new Set<string>();
  const violations: Violation[] = [];
  for (const start of [...graph.keys()].sort()) {
    const way = wayBack(start, graph);
    if (!way) continue;
    const key = way
      .map(({ from }) => from)
      .sort()
      .join();
    if (told.has(key)) continue;
    told.add(key);
    const message = `${[...way.map(({ from }) => from), start].join(' -> ')}: move what both need into a third file`;
    violations.push({ file: start, line: way[0]?.line ?? 0, rule: 'cycle', message });
  }
  return violations;
}

/** The shortest chain of imports from a file to itself. */
function wayBack(start: string, graph: ReadonlyMap<string, readonly FoundImport[]>): FoundImport[] | undefined {
  const seen = new Set<string>();
  let ways: FoundImport[][] = [[]];
  while (ways.length > 0) {
    const longer: FoundImport[][] = [];
    for (const way of ways) {
      for (const next of graph.get(way.at(-1)?.to ?? start) ?? []) {
        if (next.to === start) return [...way, next];
        if (next.to === undefined || seen.has(next.to)) continue;
        seen.add(next.to);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return undefined;
}
