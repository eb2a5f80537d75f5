import type { MarkdownIt, RendererRule, Token } from 'markdown-it';
import { notOneOf } from '../../core/not-one-of.ts';
import { defaultNode, isAnswer, splitInfo } from '../blocks/collect-blocks.ts';
import { type BlockLanguage, blockLanguages, parseOutputWords, parseVerbs, type Verbs } from '../blocks/verbs.ts';
import { escapeHtml } from '../escape.ts';
import { envOf } from '../render-env.ts';
import { fenceLanguages, type Highlight } from './highlighter.ts';

const names: Record<string, string> = { sql: 'SQL', bash: 'Shell', ts: 'TypeScript', lab: 'Lab' };

/**
 * Fences: a block that runs is shown with where it runs, and with its output below it. What the words after the
 * language mean is checked where blocks are collected.
 */
export function fences(md: MarkdownIt, highlight: Highlight): void {
  md.core.ruler.push('check_fences', (state) => {
    const { say, lines } = envOf(state.env);
    for (const token of state.tokens) {
      if (token.type !== 'fence') continue;
      const [start = 0, end = 0] = token.map ?? [];
      const closed = (lines[end - 1] ?? '').trim().startsWith(token.markup) && end - 1 > start;
      if (!closed) say(start + 1, `the fence is not closed by ${token.markup}`);
      const { language } = splitInfo(token.info);
      if (language === '') say(start + 1, 'the fence has no language: write ```text at least');
      else if (!fenceLanguages.includes(language))
        say(start + 1, notOneOf('language of a fence', language, fenceLanguages));
    }
  });
  md.renderer.rules.fence = fenceRule(highlight);
}

function fenceRule(highlight: Highlight): RendererRule {
  return (tokens, at, _options, env) => {
    const token = tokens[at] as Token;
    const { language, words } = splitInfo(token.info);
    if (isAnswer(token)) return answer(token, parseOutputWords(words, ignore), highlight);
    if (language === 'output') return '';
    const code = highlight(token.content, language);
    if (!(blockLanguages as readonly string[]).includes(language)) return `<div class="block">${code}</div>\n`;
    const verbs = parseVerbs(language as BlockLanguage, words, ignore);
    if (verbs.hidden) return '';
    const next = tokens[at + 1];
    const output = next && !isAnswer(next) && splitInfo(next.info).language === 'output' ? next : undefined;
    return (
      `<div class="block block-run">${bar(language, verbs, verbs.node ?? defaultNode(language as BlockLanguage, envOf(env).topology))}${code}` +
      `${output ? printed(output, highlight, verbs.fails) : ''}</div>\n`
    );
  };
}

/** The line above a block: what it is, where it runs, and what is special about it. */
function bar(language: string, verbs: Verbs, node: string | undefined): string {
  const facts = [
    node && `on ${node}`,
    verbs.session !== 'main' && `session ${verbs.session}`,
    verbs.background && 'does not wait',
    verbs.until && 'repeated until the answer is there',
    verbs.fails && `must fail: ${verbs.fails}`,
    verbs.mode === 'norun' && `not run: ${verbs.reason}`,
  ].filter((fact) => typeof fact === 'string');
  const spans = facts.map((fact) => `<span>${escapeHtml(fact)}</span>`).join('');
  return `<div class="block-bar"><b>${names[language] ?? language}</b>${spans}</div>`;
}

function printed(output: Token, highlight: Highlight, fails: string | undefined): string {
  const kind = fails === undefined ? '' : ' block-fails';
  if (output.content.trim() === '') return `<p class="block-silent">prints nothing</p>`;
  return `<div class="block-output${kind}">${highlight(output.content, 'output')}</div>`;
}

function answer(token: Token, { node, session }: { node?: string; session?: string }, highlight: Highlight): string {
  const where = `session ${session}${node ? ` on ${node}` : ''} answers`;
  return (
    `<div class="block block-run"><div class="block-bar"><b>${escapeHtml(where)}</b></div>` +
    `${printed(token, highlight, undefined)}</div>\n`
  );
}

function ignore(): void {
  // Said already, where the chapter's blocks were collected.
}
