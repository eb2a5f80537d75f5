import type { MarkdownIt, RendererRule, Token } from 'markdown-it';
import container from 'markdown-it-container';
import { notOneOf } from '../../core/not-one-of.ts';
import { escapeHtml } from '../escape.ts';
import { envOf } from '../render-env.ts';
import { cardKinds, checkCard, renderCard } from './cards.ts';
import { checkFigure, renderFigure } from './figures.ts';
import { renderLab } from './lab-boxes.ts';

/** Boxes of text, and the word that names each to the reader. */
const boxLabels = {
  info: 'Note',
  caution: 'Caution',
  bridge: 'Bridge',
  joke: 'Aside',
  instructor: 'For instructors',
  postmortem: 'Post-mortem',
  lab: 'Lab',
} as const;
type BoxKind = keyof typeof boxLabels;

const kinds = [...Object.keys(boxLabels), ...cardKinds, 'figure'];

export interface BoxInfo {
  kind: string;
  title: string;
}

/** `caution The slot` is a box of the kind `caution`. */
export function splitBoxInfo(info: string): BoxInfo {
  const [, kind = '', title = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(info) ?? [];
  return { kind, title };
}

/** `::: kind Title` … `:::`. An unknown kind, and a box that is not closed, are problems. */
export function boxes(md: MarkdownIt): void {
  container(md, 'box', { validate: () => true, render });
  md.core.ruler.push('check_boxes', (state) => {
    const { say, lines } = envOf(state.env);
    for (const [at, token] of state.tokens.entries()) {
      if (token.type !== 'container_box_open') continue;
      const [start = 0, end = 0] = token.map ?? [];
      const info = splitBoxInfo(token.info);
      const tell = (problem: string) => say(start + 1, problem);
      if (!kinds.includes(info.kind)) tell(notOneOf('box', info.kind, kinds));
      if (!/^\s*:{3,}\s*$/.test(lines[end] ?? '')) tell('the box is not closed by `:::`');
      const inside = state.tokens.slice(at + 1, closingOf(state.tokens, at));
      if (inside.length === 0) tell('the box is empty');
      checkCard(info, inside, tell);
      checkFigure(info, tell);
    }
  });
}

const render: RendererRule = (tokens, at, _options, env) => {
  const token = tokens[at] as Token;
  const opening = token.nesting === 1 ? at : openingOf(tokens, at);
  const info = splitBoxInfo((tokens[opening] as Token).info);
  const inner = (text: string) => envOf(env).inline?.(text) ?? escapeHtml(text);
  const line = (tokens[opening]?.map?.[0] ?? 0) + 1;
  if (info.kind === 'figure') return renderFigure(info, token.nesting === 1, inner);
  if (cardKinds.includes(info.kind)) return renderCard(info, token.nesting === 1);
  if (token.nesting !== 1) return '</div></aside>\n';
  const label = boxLabels[info.kind as BoxKind] ?? info.kind;
  if (info.kind === 'lab') return renderLab(info.title, envOf(env), line, inner);
  const title = info.title ? `<span class="box-name">${inner(info.title)}</span>` : '';
  return (
    `<aside class="box box-${info.kind}" role="note" aria-label="${escapeHtml(label)}">` +
    `<p class="box-title"><span class="box-kind">${escapeHtml(label)}</span> ${title}</p><div class="box-body">\n`
  );
};

function closingOf(tokens: readonly Token[], opening: number): number {
  const level = tokens[opening]?.level;
  return tokens.findIndex((token, at) => at > opening && token.type === 'container_box_close' && token.level === level);
}

function openingOf(tokens: readonly Token[], closing: number): number {
  const level = tokens[closing]?.level;
  return tokens.findLastIndex(
    (token, at) => at < closing && token.type === 'container_box_open' && token.level === level,
  );
}
