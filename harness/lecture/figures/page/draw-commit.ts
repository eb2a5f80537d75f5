import type { CommitStep, SyncNode } from '../logic/sync-commit.ts';
import { drawing, svg } from './elements.ts';

type Lane = SyncNode | 'client';

/** Where each lane stands, and how far down a tick is. */
const lanes: Readonly<Record<Lane, number>> = { client: 22, leader: 100, near: 178, far: 252 };
const top = 30;
const tick = 21;

/** The messages and events of these steps, time running down; `ticks` is the length of the whole run. */
export function drawCommit(steps: readonly CommitStep[], ticks: number): SVGSVGElement {
  const bottom = top + (ticks + 0.6) * tick;
  const last = steps.at(-1);
  return drawing(
    322,
    bottom + 6,
    ...Object.entries(lanes).flatMap(([name, x]) => {
      const dead = name !== 'client' && last?.after.alive[name as SyncNode] === false;
      const cut = dead ? steps.find(({ place }) => place?.node === name && place.says === 'power lost') : undefined;
      return [
        svg('text', { x, y: 16, 'text-anchor': 'middle', class: 'is-title' }, name),
        svg('line', { x1: x, y1: 22, x2: x, y2: cut ? yOf(cut.at) : bottom, class: 'is-line' }),
      ];
    }),
    ...steps.map((step, at) => drawStep(step, at === steps.length - 1)),
  );
}

function drawStep({ at, message, place }: CommitStep, isLast: boolean): SVGElement {
  if (place) return drawPlace(place, at, isLast);
  if (!message) return svg('g');
  const { from, to, left, says } = message;
  const inner = Math.sign(lanes[to] - lanes[from]) * 3;
  const line = { x1: lanes[from] + inner, y1: yOf(left), x2: lanes[to] - inner, y2: yOf(at) };
  const share = 0.5 * (from === 'far' ? 0.5 : 1) + (to === 'far' ? 0.32 : 0);
  const x = line.x1 + (line.x2 - line.x1) * share;
  const y = line.y1 + (line.y2 - line.y1) * share - 4;
  return svg(
    'g',
    {},
    svg('line', { ...line, class: isLast ? 'is-strong' : 'is-line' }),
    arrowTip(line.x1, line.y1, line.x2, line.y2),
    svg('text', { x, y, 'text-anchor': 'middle', class: 'is-small' }, says),
  );
}

/** What happens on the leader is written on its left, where there is room. */
function drawPlace({ node, says }: { node: SyncNode; says: string }, at: number, isLast: boolean): SVGElement {
  const [x, y] = [lanes[node], yOf(at)];
  const lost = says === 'power lost';
  const mark = lost
    ? svg('path', { d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`, class: 'is-second' })
    : svg('circle', { cx: x, cy: y, r: isLast ? 5 : 3.5, class: 'is-filled' });
  const beside = node === 'leader' ? { x: x - 8, y: y - 6, 'text-anchor': 'end' } : { x: x + 8, y: y + 4 };
  return svg('g', {}, mark, svg('text', { ...beside, class: lost ? 'is-bad is-small' : 'is-small' }, says));
}

function arrowTip(x1: number, y1: number, x2: number, y2: number): SVGElement {
  const degrees = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return svg('path', {
    d: 'M1 0L-7 -3.5V3.5z',
    class: 'is-tip',
    transform: `translate(${x2} ${y2}) rotate(${degrees})`,
  });
}

function yOf(at: number): number {
  return top + at * tick;
}
