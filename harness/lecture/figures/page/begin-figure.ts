/**
 * Makes an element a figure: its style, and its still frame on paper (the drawing and the tables, nothing to press).
 * The style is here and not in the theme because it is of no use to a page without scripts, which has no figures.
 */
export function beginFigure(host: HTMLElement, ...children: Node[]): void {
  if (!document.adoptedStyleSheets.includes(figureStyle())) document.adoptedStyleSheets.push(figureStyle());
  host.classList.add('fig');
  host.replaceChildren(...children);
}

/** Whether the reader has asked the system for less motion. */
export function motionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

let sheet: CSSStyleSheet | undefined;

function figureStyle(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(figureRules);
  }
  return sheet;
}

/** Colours are those of the theme, whose pairs have contrast enough. */
const figureRules = `
.fig-controls { display: flex; flex-wrap: wrap; align-items: center; gap: 0.45rem 0.5rem; margin: 0 0 0.7rem; }
.play .fig-controls label { margin: 0 0.7rem 0 0; }
.play .fig-slider { display: grid; grid-template-columns: minmax(6rem, 10.5rem) minmax(5rem, 14rem) auto; align-items: center; gap: 0.6rem; }
.fig-slider input { width: 100%; padding: 0; }
.play .fig-wide { grid-template-columns: auto 1fr auto; width: 100%; }
.fig-point { cursor: crosshair; }
.fig-value { font-variant-numeric: tabular-nums; white-space: nowrap; }
.fig [aria-disabled="true"] { color: var(--quiet); border-style: dashed; cursor: not-allowed; }
.fig [aria-pressed="true"] { background: var(--accent-ground); border-color: var(--accent); }
.fig-drawing { display: block; width: 100%; height: auto; margin: 0.3rem 0 0.8rem; font: 12px var(--sans); }
.fig-drawing text { fill: var(--text); stroke: var(--raised); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }
.fig-drawing .is-quiet { fill: var(--quiet); }
.fig-drawing .is-line { stroke: var(--quiet); fill: none; }
.fig-drawing .is-faint { stroke: var(--line); fill: none; }
.fig-drawing .is-strong { stroke: var(--accent); fill: none; stroke-width: 1.8; }
.fig-drawing .is-second { stroke: var(--caution); fill: none; stroke-width: 1.8; }
.fig-drawing .is-under { stroke: var(--caution); fill: none; stroke-width: 3.6; }
.fig-drawing .is-filled { fill: var(--accent); stroke: var(--accent); }
.fig-drawing .is-hollow { fill: var(--raised); stroke: var(--caution); stroke-width: 1.8; }
.fig-drawing .is-node { fill: var(--raised); stroke: var(--quiet); stroke-width: 1.2; }
.fig-drawing .is-on-filled { fill: var(--raised); stroke: none; font-weight: 650; }
.fig-drawing .is-tip { fill: var(--quiet); }
.fig-drawing .is-cursor { stroke: var(--text); stroke-width: 1.2; }
.fig-drawing .is-title { font-weight: 650; }
.fig-drawing .is-small { font-size: 11px; }
.fig-drawing .is-bad { fill: var(--caution); font-weight: 650; }
.fig-verdict { display: block; margin: 0 0 0.8rem; }
.fig-verdict .fig-bad, .fig td.fig-bad { color: var(--caution); font-weight: 600; }
.fig-verdict .fig-quiet { color: var(--quiet); font-size: 0.92em; }
.fig-table table { width: 100%; font-size: 0.86rem; }
.fig-table caption { text-align: left; font-size: 0.8rem; color: var(--quiet); padding-bottom: 0.2rem; }
.fig-table th, .fig-table td { padding: 0.22rem 0.8rem 0.22rem 0; overflow-wrap: normal; }
.fig-table tbody th { color: inherit; }
.fig-table [aria-current] { background: var(--accent-ground); box-shadow: -3px 0 0 var(--accent); }
@media (max-width: 30rem) {
  .fig-drawing { overflow: visible; }
  .fig-drawing .is-small, .fig-drawing text { font-size: 13px; }
}
@media print {
  .play > .fig { display: block; }
  .play > figcaption, .fig-verdict { break-after: avoid; }
  .fig-controls { display: none; }
  .fig-drawing { max-height: 9cm; break-inside: avoid; }
  .fig-table { overflow: visible; }
}
`;
