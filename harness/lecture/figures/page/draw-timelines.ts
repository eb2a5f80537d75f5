import type { FailoverRow, FailoverState, ServerState } from '../logic/failover.ts';
import { drawing, svg } from './elements.ts';

/** `0/3000110`. */
export function lsnText(lsn: number): string {
  return `0/${lsn.toString(16).toUpperCase()}`;
}

/** Both logs as lines with a mark for each row: round on timeline 1, square on timeline 2, hollow where B lacks it. */
export function drawTimelines(state: FailoverState): SVGSVGElement {
  const { A, B, fork, connected } = state;
  const most = Math.max(A.rows.length, B.rows.length, 5);
  const gap = Math.min(42, 220 / most);
  const x = (at: number) => 76 + at * gap;
  const shared = fork === undefined ? 0 : B.rows.filter(({ lsn }) => lsn <= fork).length;
  return drawing(
    310,
    128,
    ...server('A', A, 38, state.fenced ? 'fenced' : 'down'),
    ...server('B', B, 104, 'down'),
    svg('line', { x1: 66, y1: 38, x2: x(most) - gap / 2, y2: 38, class: 'is-line' }),
    svg('line', { x1: 66, y1: 104, x2: x(most) - gap / 2, y2: 104, class: 'is-line' }),
    ...A.rows.flatMap((row, at) => mark(row, x(at), 38, gap, !B.rows.some(({ name }) => name === row.name))),
    ...B.rows.flatMap((row, at) => mark(row, x(at), 104, gap, false)),
    ...(fork === undefined ? [] : forkMark(x(shared) - gap / 2, lsnText(fork))),
    svg('line', {
      x1: 30,
      y1: 58,
      x2: 30,
      y2: 82,
      class: connected ? 'is-line' : 'is-faint',
      'stroke-dasharray': connected ? undefined : '2 4',
    }),
    svg(
      'text',
      { x: 36, y: 74, class: connected ? 'is-quiet is-small' : 'is-bad is-small' },
      connected ? 'linked' : 'parted',
    ),
  );
}

function server(name: string, { running, leads, timeline }: ServerState, y: number, down: string): SVGElement[] {
  const state = running ? (leads ? 'leads' : 'follows') : down;
  return [
    svg('text', { x: 4, y: y + 1, class: 'is-title' }, `${name}, TL ${timeline}`),
    svg('text', { x: 4, y: y + 14, class: running ? 'is-quiet is-small' : 'is-bad is-small' }, state),
  ];
}

/** Where marks stand close together, the name is its number alone. */
function mark({ name, timeline }: FailoverRow, x: number, y: number, gap: number, missing: boolean): SVGElement[] {
  const look = missing ? 'is-hollow' : 'is-filled';
  const shape =
    timeline === 1
      ? svg('circle', { cx: x, cy: y, r: 5.5, class: look })
      : svg('rect', { x: x - 5, y: y - 5, width: 10, height: 10, class: look });
  return [
    shape,
    svg('text', { x, y: y - 11, 'text-anchor': 'middle', class: 'is-small' }, gap < 26 ? name.slice(1) : name),
  ];
}

function forkMark(x: number, lsn: string): SVGElement[] {
  return [
    svg('path', { d: `M${x} 38L${x} 104`, class: 'is-second', 'stroke-dasharray': '5 3' }),
    svg('text', { x: x + 5, y: 70, class: 'is-small' }, `fork at ${lsn}`),
  ];
}
