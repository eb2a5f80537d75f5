import type { Token } from 'markdown-it';
import type { Chapter } from '../chapter.ts';
import { escapeHtml } from '../escape.ts';
import type { Lecture } from '../lecture.ts';
import { checksOf, type SectionCheck } from '../link-targets.ts';
import type { Page } from './page.ts';

/** A chapter as a page. Each of its sections ends with the exercises that are graded on it. */
export function chapterPage(lecture: Lecture, chapter: Chapter): Page {
  const parts = splitSections(chapter.tokens).map(({ tokens, ids }) => {
    const html = lecture.markdown.render(tokens, chapter.env);
    return html + gradedOn(ids.flatMap((id) => checksOf(lecture.exercises, chapter.slug, id)));
  });
  return {
    slug: chapter.slug,
    title: `${chapter.number} · ${chapter.title}`,
    summary: chapter.summary,
    crumb: `${chapter.number} · ${chapter.title}`,
    article: parts.join(''),
    sections: chapter.headings,
  };
}

/** A chapter cut before each of its headings; the footnotes are a part of their own, whose end belongs to no section. */
function splitSections(tokens: readonly Token[]): { tokens: Token[]; ids: string[] }[] {
  const parts: { tokens: Token[]; ids: string[] }[] = [{ tokens: [], ids: [] }];
  for (const token of tokens) {
    const begins = token.type === 'heading_open' && token.level === 0 && token.tag !== 'h1';
    if (begins || token.type === 'footnote_block_open') parts.push({ tokens: [], ids: [] });
    const part = parts.at(-1) as { tokens: Token[]; ids: string[] };
    part.tokens.push(token);
    const id = token.type === 'heading_open' ? token.attrGet('id') : null;
    if (id !== null) part.ids.push(String(id));
  }
  return parts;
}

function gradedOn(found: readonly SectionCheck[]): string {
  if (found.length === 0) return '';
  const items = found.flatMap(({ exercise, checks }) =>
    checks.map(({ id, title }) => {
      const name = escapeHtml(exercise.slug.split('-')[0] as string);
      const href = `exercises.html#${exercise.slug}-${id}`;
      return `<li><a href="${escapeHtml(href)}"><b>${name}</b> ${escapeHtml(title)}</a></li>`;
    }),
  );
  const count = `${items.length} check${items.length === 1 ? '' : 's'}`;
  return `<details class="graded"><summary>Graded on this section: ${count}</summary><ul>\n${items.join('\n')}\n</ul></details>\n`;
}
