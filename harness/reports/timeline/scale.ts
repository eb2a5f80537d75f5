/** A place of the chart, in pixels, for a time of the story. */
export type Scale = (ms: number) => number;

const widest = 2400;
const narrowest = 860;

/**
 * Not linear: what matters happens within milliseconds, and then nothing for seconds. Each gap between two events gets
 * room for the mark of the second, and more the longer it is, by its logarithm. `width` is where the story ends.
 */
export function scaleFor(times: readonly number[], length: number): { scale: Scale; width: number } {
  const points = [...new Set([0, ...times, length])].sort((a, b) => a - b);
  const places: number[] = [];
  for (const [at, point] of points.entries()) {
    const gap = point - (points[at - 1] ?? point);
    places.push((places.at(-1) ?? 0) + (at === 0 ? 0 : 8 + 24 * Math.log10(1 + gap)));
  }
  const end = places.at(-1) ?? 0;
  const width = Math.min(widest, Math.max(narrowest, end));
  const factor = end === 0 ? 1 : width / end;
  const scale = (ms: number) => {
    const after = firstFrom(points, ms);
    const [from = 0, to = from] = [points[after - 1], points[after]];
    const [left = 0, right = left] = [places[after - 1], places[after]];
    return factor * (to === from ? right : left + ((ms - from) / (to - from)) * (right - left));
  };
  return { scale, width };
}

/** The index of the first point that is not before a time, or of the last one. */
function firstFrom(points: readonly number[], ms: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((points[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
