import { escapeHtml } from '../escape.ts';

interface FigureInfo {
  kind: string;
  /** `lsn-calculator The distance between two positions`. */
  title: string;
}

/** The figure's name and its caption. */
export function splitFigure(title: string): { name: string; caption: string } {
  const [, name = '', caption = ''] = /^(\S*)\s*(.*)$/.exec(title) ?? [];
  return { name, caption };
}

/** Says what can be seen without knowing which figures there are. */
export function checkFigure({ kind, title }: FigureInfo, say: (problem: string) => void): void {
  if (kind !== 'figure') return;
  const { name, caption } = splitFigure(title);
  if (!/^[a-z]+(-[a-z]+)+$/.test(name)) say('a figure is `::: figure its-name Caption`, its name two words or more');
  if (!caption) say('the figure has no caption');
}

/** The element of the figure; what is written in it is its text, which readers without scripts and paper get. */
export function renderFigure({ title }: FigureInfo, opens: boolean, inline: (text: string) => string): string {
  if (!opens) return '</div></figure>\n';
  const { name, caption } = splitFigure(title);
  return (
    `<figure class="play"><figcaption>${inline(caption)}</figcaption>` +
    `<lab-${escapeHtml(name)}></lab-${escapeHtml(name)}><div class="play-text">\n`
  );
}
