import { escapeMarkup } from '../markup.ts';
import type { Entry } from './entries.ts';
import type { Lane, Span } from './lanes.ts';
import { type Scale, scaleFor } from './scale.ts';
import type { Story } from './story.ts';

/** Pixels. */
const laneHeight = 40;
const axisHeight = 26;
const margin = 24;
const markRadius = 8;
/** Of a label in a span, for one character. */
const letter = 6.4;

/**
 * The story as a picture: a row for each lane, its spans as bars, each listed event as a numbered mark that leads to
 * its line in the list. Lane names stand beside the picture, so that they stay when it is scrolled.
 */
export function renderChart(story: Story, anchor: (entry: Entry) => string): string {
  const { lanes, entries, twoLeaders, failedAt, length } = story;
  const spans = lanes.flatMap((lane) => lane.spans);
  const times = [...entries.map(({ at }) => at), ...spans.flatMap(({ from, to }) => [from, to]), ...failedAt];
  const { scale, width } = scaleFor(times, length);
  const height = axisHeight + lanes.length * laneHeight + 8;
  const full = width + 2 * margin;
  const parts = [
    axis(entries, scale, length),
    ...twoLeaders.map((span) => band(span, scale, height)),
    ...lanes.flatMap((lane, at) => laneParts(lane, at, scale, width)),
    ...failedAt.map((at) => failure(at, scale, height)),
    ...marks(entries, lanes, scale, anchor),
  ];
  const names = lanes.map(({ name, kind }) => `<li class="${kind}"><span>${escapeMarkup(name)}</span></li>`).join('');
  const svg = `<svg width="${px(full)}" height="${height}" viewBox="${-margin} 0 ${px(full)} ${height}" role="group" aria-label="Chart of the events">${parts.join('')}</svg>`;
  return `<div class="chart"><ul class="names" aria-label="Lanes">${names}</ul><div class="scroll" tabindex="0" role="region" aria-label="Chart, scrolls sideways">${svg}</div></div>`;
}

/** Times above the marks, as many as there is room for. */
function axis(entries: readonly Entry[], scale: Scale, length: number): string {
  let free = Number.NEGATIVE_INFINITY;
  const labels = [0, ...entries.map(({ at }) => at), length].flatMap((at) => {
    const x = scale(at);
    if (x < free) return [];
    free = x + 58;
    return [
      `<line class="tick" x1="${px(x)}" x2="${px(x)}" y1="18" y2="${axisHeight}"/><text class="time" x="${px(x)}" y="13">${time(at)}</text>`,
    ];
  });
  return labels.join('');
}

/** `12 ms`; `3.21 s` from ten seconds on. */
export function time(ms: number): string {
  return ms < 10_000 ? `${Math.floor(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function band({ from, to }: { from: number; to: number }, scale: Scale, height: number): string {
  const [x, width] = [scale(from), scale(to) - scale(from)];
  const label = width > 80 ? `<text class="two" x="${px(x + width / 2)}" y="${height - 2}">two leaders</text>` : '';
  return `<rect class="two" x="${px(x)}" y="${axisHeight}" width="${px(width)}" height="${height - axisHeight}"><title>two leaders at once</title></rect>${label}`;
}

function laneParts(lane: Lane, at: number, scale: Scale, width: number): string[] {
  const middle = axisHeight + at * laneHeight + laneHeight / 2;
  const line = `<line class="lane ${lane.kind}" x1="0" x2="${px(width)}" y1="${middle}" y2="${middle}"/>`;
  // On paper the picture shrinks, and names beside it would stand elsewhere.
  const name = `<text class="paper" x="0" y="${middle - 16}">${escapeMarkup(lane.name)}</text>`;
  return [line, name, ...lane.spans.map((span) => bar(span, middle, scale))];
}

function bar({ from, to, look, label }: Span, middle: number, scale: Scale): string {
  const x = scale(from);
  const width = Math.max(2, scale(to) - x);
  const text = escapeMarkup(label);
  const title = `<title>${text}, ${time(from)} to ${time(to)}</title>`;
  const y = middle - 15;
  const shown =
    width > letter * label.length + 8
      ? `<text class="label ${look}" x="${px(x + 5)}" y="${y + 10}">${text}</text>`
      : '';
  return `<rect class="span ${look}" x="${px(x)}" y="${y}" width="${px(width)}" height="30" rx="4">${title}</rect>${shown}`;
}

function failure(at: number, scale: Scale, height: number): string {
  const x = px(scale(at));
  return `<line class="failure" x1="${x}" x2="${x}" y1="${axisHeight - 6}" y2="${height}"/><text class="failed" x="${Number(x) - 4}" y="${height - 2}">failed</text>`;
}

/** A number in a circle, or a dot where the mark before leaves no room. What belongs to no lane stands on the first. */
function marks(
  entries: readonly Entry[],
  lanes: readonly Lane[],
  scale: Scale,
  anchor: (entry: Entry) => string,
): string[] {
  const taken = new Map<number, number>();
  return entries.map((entry) => {
    const lane = Math.max(
      0,
      lanes.findIndex(({ key }) => key === entry.lane),
    );
    const x = scale(entry.at);
    const y = axisHeight + lane * laneHeight + laneHeight / 2 + 6;
    const room = x - (taken.get(lane) ?? Number.NEGATIVE_INFINITY) >= 2 * markRadius + 1;
    if (room) taken.set(lane, x);
    const where = entry.lane === undefined ? '' : `${lanes[lane]?.name}: `;
    const label = escapeMarkup(`${entry.number}: ${time(entry.at)}, ${where}${entry.text.slice(0, 120)}`);
    const shape = room
      ? `<circle cx="${px(x)}" cy="${y}" r="${markRadius}"/><text x="${px(x)}" y="${y + 3}">${entry.number}</text>`
      : `<circle class="dot" cx="${px(x)}" cy="${y - 12}" r="3"/>`;
    return `<a class="mark ${entry.tone}" href="#${anchor(entry)}" aria-label="${label}"><title>${label}</title>${shape}</a>`;
  });
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
