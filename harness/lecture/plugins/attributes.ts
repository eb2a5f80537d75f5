import type { MarkdownIt } from 'markdown-it';
import attrs from 'markdown-it-attrs';
import { envOf } from '../render-env.ts';

/**
 * `{#id}` and `{.class}`. The plugin takes any text in braces for attributes, and what it does not know is gone without
 * a word: so braces that are none are a problem.
 */
export function attributes(md: MarkdownIt): void {
  md.use(attrs, { allowedAttributes: ['id', 'class'] });
  md.core.ruler.after('inline', 'check_braces', (state) => {
    for (const token of state.tokens) {
      for (const { type, content } of token.type === 'inline' ? (token.children ?? []) : []) {
        const found = type === 'text' ? (content.match(/\{[^{}]*\}/g) ?? []) : [];
        for (const braces of found) {
          if (/^\{[#.][\w-]+( [#.][\w-]+)*\}$/.test(braces)) continue;
          const { lines, say } = envOf(state.env);
          const from = token.map?.[0] ?? 0;
          const line = lines.findIndex((text, at) => at >= from && text.includes(braces));
          say(Math.max(from, line) + 1, `${braces} would be taken for attributes: write it as code`);
        }
      }
    }
  });
}
