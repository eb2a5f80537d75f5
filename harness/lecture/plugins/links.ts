import type { MarkdownIt, Token } from 'markdown-it';
import { escapeHtml } from '../escape.ts';
import { envOf, type RenderEnv } from '../render-env.ts';

/**
 * Links are resolved when a chapter is rendered, since they may lead to later chapters: `04-lag.md#bytes`, `#bytes`,
 * `exercise:ex4#check`. A link without text gets its target's. One to what is still to be written becomes text.
 */
export function links(md: MarkdownIt): void {
  md.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    const token = tokens[at] as Token;
    const text = escapeHtml(String(token.meta?.text ?? ''));
    if (token.meta?.pending) return `<span class="pending" title="This part is still to be written">${text}`;
    return `${self.renderToken(tokens, at, options)}${text}`;
  };
  md.renderer.rules.link_close = (tokens, at) => (tokens[at]?.meta?.pending ? '</span>' : '</a>');
}

/** Gives every link of a chapter its address. What leads nowhere is said by `env.resolve`. */
export function resolveLinks(tokens: readonly Token[], env: RenderEnv): void {
  let line = 1;
  for (const token of tokens) {
    if (token.map) line = token.map[0] + 1;
    if (token.type !== 'inline') continue;
    const children = token.children ?? [];
    for (const [at, child] of children.entries()) {
      if (child.type === 'image') envOf(env).say(line, 'there are no images: make a figure, or say it in words');
      if (child.type === 'link_open') resolveLink(children, at, env, lineOf(env, line, child));
    }
  }
}

function resolveLink(children: Token[], at: number, env: RenderEnv, line: number): void {
  const link = children[at] as Token;
  const href = String(link.attrGet('href') ?? '');
  if (/^(https:|mailto:)/.test(href)) {
    link.attrSet('class', 'external');
    return;
  }
  const target = env.resolve(href, line);
  const end = children.findIndex((each, place) => place > at && each.type === 'link_close');
  const pending = target?.href === undefined;
  if (target?.href) link.attrSet('href', target.href);
  link.meta = { pending, text: end === at + 1 ? (target?.text ?? href) : '' };
  (children[end] as Token).meta = { pending };
}

/** A paragraph has one line number; a link's own is found by its address. */
function lineOf({ lines }: RenderEnv, from: number, link: Token): number {
  const href = String(link.attrGet('href') ?? '');
  const found = lines.findIndex((text, at) => at >= from - 1 && text.includes(href));
  return found === -1 ? from : found + 1;
}
