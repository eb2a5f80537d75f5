/** A message for a word that is none of those expected. It names the nearest of them, where one is near. */
export function notOneOf(kind: string, word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  const meant = near === undefined ? '' : ` (did you mean ${near}?)`;
  return `unknown ${kind} ${JSON.stringify(word)}${meant}; there are: ${known.join(', ')}`;
}

/** The known word that a slip of the fingers makes of this one: few letters away, or its only beginning. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const begun = known.filter((each) => word.length > 1 && each.startsWith(word));
  if (begun.length === 1) return begun[0];
  const ranked = known.map((each) => ({ each, away: lettersApart(word.toLowerCase(), each) }));
  const [best] = ranked.toSorted((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
function lettersApart(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : replaced;
      row.push(Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, replaced, swapped));
    }
  }
  return cell(a.length, b.length);
}
