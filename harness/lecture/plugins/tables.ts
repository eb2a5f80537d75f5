import type { MarkdownIt } from 'markdown-it';

/** A wide table scrolls within itself, by keyboard too; a corner without words heads nothing. */
export function tables(md: MarkdownIt): void {
  md.core.ruler.push('empty_headers', ({ tokens }) => {
    tokens.forEach((token, at) => {
      if (token.type !== 'th_open' || tokens[at + 1]?.content.trim() !== '') return;
      token.tag = 'td';
      const close = tokens[at + 2];
      if (close?.type === 'th_close') close.tag = 'td';
    });
  });
  md.renderer.rules.table_open = () => '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
}
