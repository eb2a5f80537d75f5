/** For `ms` milliseconds this process has no turn: as one that is kept from running, it hears of nothing. */
export function block(ms: number): void {
  for (const began = performance.now(); performance.now() - began < ms; );
}
