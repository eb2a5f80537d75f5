import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';
import type { Chapter } from '../chapter.ts';
import { searchOptions } from '../client/search-options.ts';
import { plainText } from '../headings.ts';
import type { Page } from './page.ts';

interface Section {
  /** `04-lag.html#bytes`. */
  id: string;
  title: string;
  chapter: string;
  text: string;
}

/**
 * A classic script with the search library and the index of all sections, and of other pages as wholes; a page loads it
 * at the first search.
 */
export function searchScript(chapters: readonly Chapter[], others: readonly Page[]): string {
  const index = new MiniSearch<Section>(searchOptions);
  index.addAll([...chapters.flatMap(sectionsOf), ...others.map(wholePage)]);
  const library = new URL('../umd/index.js', import.meta.resolve('minisearch'));
  // As a string that is parsed: faster than a literal, and `</script>` means nothing in it.
  const json = JSON.stringify(JSON.stringify(index));
  return `${readFileSync(library, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, '')}\nwindow.lectureIndex = ${json};\n`;
}

/** One entry: its rows, each on its own, would be found before the sections that they name. */
function wholePage({ slug, title, summary, article }: Page): Section {
  return { id: `${slug}.html`, title, chapter: summary, text: article.replace(/<[^>]*>/g, ' ') };
}

function sectionsOf(chapter: Chapter): Section[] {
  const name = `${chapter.number} · ${chapter.title}`;
  const sections: Section[] = [
    { id: `${chapter.slug}.html`, title: chapter.title, chapter: name, text: chapter.summary },
  ];
  for (const [at, token] of chapter.tokens.entries()) {
    const last = sections.at(-1) as Section;
    if (token.type === 'heading_open' && token.attrGet('id') !== null) {
      const id = `${chapter.slug}.html#${token.attrGet('id')}`;
      sections.push({ id, title: plainText(chapter.tokens[at + 1]), chapter: name, text: '' });
    } else if (token.type === 'inline' && chapter.tokens[at - 1]?.type !== 'heading_open') {
      last.text += `${plainText(token)} `;
    } else if (token.type === 'fence') {
      last.text += `${token.content} `;
    }
  }
  return sections;
}
