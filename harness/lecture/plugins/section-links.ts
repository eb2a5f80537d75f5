import type { MarkdownIt, Token } from 'markdown-it';
import { escapeHtml } from '../escape.ts';
import { plainText } from '../headings.ts';

/** A heading ends with a link to itself, so that a section can be cited. */
export function sectionLinks(md: MarkdownIt): void {
  md.renderer.rules.heading_close = (tokens, at) => {
    const token = tokens[at] as Token;
    const id = tokens
      .slice(0, at)
      .findLast(({ type }) => type === 'heading_open')
      ?.attrGet('id');
    if (!id || token.tag === 'h1') return `</${token.tag}>\n`;
    const label = `Link to: ${plainText(tokens[at - 1])}`;
    return ` <a class="anchor" href="#${escapeHtml(String(id))}" aria-label="${escapeHtml(label)}">#</a></${token.tag}>\n`;
  };
}
