import type { MarkdownIt, Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import { envOf } from '../render-env.ts';

/** What the footnote plugin notes in the environment: which labels are defined, and which are used. */
interface Notes {
  refs?: Record<string, number>;
}

/**
 * `[^label]` and `[^label]: text`, each with a way back. A note that nothing names and a name without its note are
 * problems; the plugin itself is silent about both.
 */
export function footnotes(md: MarkdownIt): void {
  footnote(md);
  const { rules } = md.renderer;
  rules.footnote_caption = (tokens, at) => String(idOf(tokens[at]) + 1);
  rules.footnote_block_open = () => '<section class="footnotes" aria-label="Footnotes">\n<ol>\n';
  rules.footnote_block_close = () => '</ol>\n</section>\n';
  rules.footnote_anchor = (tokens, at) => {
    const sub = Number(tokens[at]?.meta?.subId ?? 0);
    const id = `${idOf(tokens[at]) + 1}${sub > 0 ? `:${sub}` : ''}`;
    return ` <a href="#fnref${id}" class="footnote-back" aria-label="Back to the text">↩\uFE0E</a>`;
  };
  md.core.ruler.push('check_footnotes', (state) => {
    const { say, lines } = envOf(state.env);
    const { refs = {} } = (state.env as { footnotes?: Notes }).footnotes ?? {};
    for (const [key, id] of Object.entries(refs)) {
      if (id === -1) say(lineWith(lines, `[^${key.slice(1)}]:`), `nothing refers to the footnote ${key.slice(1)}`);
    }
    for (const token of state.tokens) {
      for (const { type, content } of token.type === 'inline' ? (token.children ?? []) : []) {
        const [label] = type === 'text' ? (/\[\^[^\]\s]+\]/.exec(content) ?? []) : [];
        if (label) say(lineWith(lines, label), `the footnote ${label.slice(2, -1)} is not there: write ${label}: …`);
      }
    }
  });
}

function idOf(token: Token | undefined): number {
  return Number(token?.meta?.id ?? 0);
}

function lineWith(lines: readonly string[], text: string): number {
  return lines.findIndex((line) => line.includes(text)) + 1;
}
