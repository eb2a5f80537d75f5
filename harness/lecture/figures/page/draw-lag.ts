import { type LagRun, type LagSample, seconds } from '../logic/lag-samples.ts';
import { sizeInWords } from '../logic/lsn.ts';
import { drawing, svg } from './elements.ts';

const width = 320;
const [left, right] = [8, 8];
/** The two plots, one below the other. */
const bytesPlot = { top: 42, height: 78 };
const timePlot = { top: 164, height: 78 };

/** Bytes above, time below, with the cursor at one sample. Solid and dashed lines, and their names, say what is what. */
export function drawLag(run: LagRun, { at }: LagSample): SVGSVGElement {
  const { samples, phases } = run;
  const x = (time: number) => left + (time / durationOf(run)) * (width - left - right);
  const bytes = scale(bytesPlot, Math.max(...samples.map(({ replay }) => replay)));
  const time = scale(timePlot, Math.max(...samples.map(({ age, replayLag }) => Math.max(age ?? 0, replayLag ?? 0))));
  const line = (
    y: (value: number) => number,
    pick: (sample: LagSample) => number | null | undefined,
    look: string,
    dashes?: string,
  ) => svg('path', { d: pathOf(samples, x, y, pick), class: look, 'stroke-dasharray': dashes });
  return drawing(
    width,
    256,
    ...phases.flatMap(({ from }, index) => [
      svg('line', { x1: x(from), y1: 14, x2: x(from), y2: 250, class: 'is-faint' }),
      svg('text', { x: x(from) + 2, y: 11, class: 'is-small is-quiet' }, String(index + 1)),
    ]),
    svg(
      'text',
      { x: left, y: 30, class: 'is-small' },
      `to ${sizeInWords(BigInt(bytes.most))}: not replayed; dashed: not received`,
    ),
    svg(
      'text',
      { x: left, y: 152, class: 'is-small' },
      `to ${seconds(time.most)}: age of the last commit; dashed: replay_lag`,
    ),
    baseline(bytesPlot),
    baseline(timePlot),
    line(bytes.y, ({ replay }) => replay, 'is-strong'),
    line(bytes.y, ({ receive }) => receive, 'is-under', '4 4'),
    line(time.y, ({ age }) => age, 'is-strong'),
    line(time.y, ({ replayLag }) => replayLag, 'is-under', '4 4'),
    svg('line', { x1: x(at), y1: 14, x2: x(at), y2: 250, class: 'is-cursor' }),
  );
}

/** Seconds since the beginning at a share of the drawing's width. */
export function momentAt(run: LagRun, share: number): number {
  return ((share * width - left) / (width - left - right)) * durationOf(run);
}

function durationOf({ samples }: LagRun): number {
  return samples.at(-1)?.at ?? 0;
}

function scale({ top: highest, height }: typeof bytesPlot, most: number) {
  return { most, y: (value: number) => highest + height - (value / most) * height };
}

function baseline({ top: highest, height }: typeof bytesPlot): SVGElement {
  return svg('line', { x1: left, y1: highest + height, x2: width - right, y2: highest + height, class: 'is-line' });
}

/** Where there is no value the line has a gap. */
function pathOf(
  samples: readonly LagSample[],
  x: (time: number) => number,
  y: (value: number) => number,
  pick: (sample: LagSample) => number | null | undefined,
): string {
  let drawn = false;
  return samples
    .map((sample) => {
      const value = pick(sample);
      const command = drawn ? 'L' : 'M';
      drawn = value !== null && value !== undefined;
      return drawn ? `${command}${x(sample.at).toFixed(1)} ${y(value as number).toFixed(1)}` : '';
    })
    .join('');
}
