import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { notOneOf } from '../problems.ts';

/** The languages of fences, by the name that authors write. */
const languages = {
  sql: () => import('shiki/langs/sql.mjs'),
  bash: () => import('shiki/langs/bash.mjs'),
  ts: () => import('shiki/langs/typescript.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
} as const;

/** Languages without colours. */
const plain = ['text', 'output', 'lab'];

/** Source code as HTML: `<pre>` with classes for the kinds of tokens, whose colours the style sheet knows. */
export type Highlight = (code: string, language: string, say: (problem: string) => void) => string;

/** Opens the highlighter, about 80 ms. Both themes are one page: a token has a class, and no colour of its own. */
export async function openHighlighter(): Promise<Highlight> {
  const theme = createCssVariablesTheme({ name: 'lecture', variablePrefix: '--code-' });
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: Object.values(languages).map((load) => load()),
    engine: createJavaScriptRegexEngine(),
  });
  return (code, language, say) => {
    const known = Object.hasOwn(languages, language);
    if (!known && !plain.includes(language))
      say(notOneOf('language of a fence', language, [...Object.keys(languages), ...plain]));
    return highlighter.codeToHtml(code.replace(/\n$/, ''), {
      lang: known ? (language === 'ts' ? 'typescript' : language) : 'text',
      theme: 'lecture',
      transformers: [
        {
          pre: (node) => ({ ...node, properties: { tabindex: '0' } }),
          line: (node) => ({ ...node, properties: {} }),
          span: (node) => ({ ...node, properties: tokenClass(String(node.properties.style ?? '')) }),
        },
      ],
    });
  };
}

/** `color:var(--code-token-keyword)` becomes the class `t-keyword`. */
function tokenClass(style: string): { class?: string } {
  const [, kind] = /--code-token-([a-z-]+)/.exec(style) ?? [];
  return kind ? { class: `t-${kind}` } : {};
}
