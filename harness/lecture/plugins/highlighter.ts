import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

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

/** What may stand after the three backticks. */
export const fenceLanguages: readonly string[] = [...Object.keys(languages), ...plain];

/** Source code as HTML: `<pre>` with classes for the kinds of tokens, whose colours the style sheet knows. */
export type Highlight = (code: string, language: string) => string;

let opened: Promise<Highlight> | undefined;

/**
 * The one highlighter of the process; the first call takes about 80 ms. Both themes are one page: a token has a class,
 * and no colour of its own.
 */
export function openHighlighter(): Promise<Highlight> {
  opened ??= create();
  return opened;
}

async function create(): Promise<Highlight> {
  const theme = createCssVariablesTheme({ name: 'lecture', variablePrefix: '--code-' });
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: Object.values(languages).map((load) => load()),
    engine: createJavaScriptRegexEngine(),
  });
  return (code, language) =>
    highlighter.codeToHtml(code.replace(/\n$/, ''), {
      lang: Object.hasOwn(languages, language) ? (language === 'ts' ? 'typescript' : language) : 'text',
      theme: 'lecture',
      tokenizeTimeLimit: 0, // a busy machine must not leave a line half coloured
      transformers: [
        {
          pre: (node) => ({ ...node, properties: { tabindex: '0' } }),
          line: (node) => ({ ...node, properties: {} }),
          span: (node) => ({ ...node, properties: tokenClass(String(node.properties.style ?? '')) }),
        },
      ],
    });
}

/** `color:var(--code-token-keyword)` becomes the class `t-keyword`. */
function tokenClass(style: string): { class?: string } {
  const [, kind] = /--code-token-([a-z-]+)/.exec(style) ?? [];
  return kind ? { class: `t-${kind}` } : {};
}
