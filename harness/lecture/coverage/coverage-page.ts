import type { Chapter } from '../chapter.ts';
import { escapeHtml } from '../escape.ts';
import type { Page } from '../site/page.ts';
import { describeCoverage, isPractised, isTaught, isThere } from './coverage-counts.ts';
import type { CoverageItem, Place } from './read-coverage.ts';

/** The coverage map: every item, the sections that teach it and the exercises that ask for it. What is missing is red, and says so. */
export function coveragePage(items: readonly CoverageItem[], chapters: readonly Chapter[]): Page {
  const groups = groupByChapter(items, chapters);
  const article = groups.map(
    ({ id, text, items: inside }) => `<h2 id="${id}">${escapeHtml(text)}</h2>
<div class="table" role="group" aria-label="Items of: ${escapeHtml(text)}" tabindex="0"><table>
<thead><tr><th>Item</th><th>Section</th><th>Exercise</th></tr></thead>
<tbody>
${inside.map(row).join('\n')}
</tbody></table></div>
`,
  );
  return {
    slug: 'coverage',
    title: 'Coverage map',
    summary:
      'Everything that the course promises to teach: the section that teaches it, and the exercise that asks for it.',
    crumb: 'Coverage map',
    article: `<h1>Coverage map</h1>
<p class="lead">Everything that the course promises to teach, the section that teaches it, and the exercise that asks for it.</p>
<p>${describeCoverage(items)}.</p>
${missingItems(items)}${article.join('')}`,
    sections: groups.map(({ id, text }) => ({ id, text, level: 2 })),
  };
}

interface Group {
  id: string;
  text: string;
  items: CoverageItem[];
}

/** An item belongs to the chapter of its first section; those without one come first. */
function groupByChapter(items: readonly CoverageItem[], chapters: readonly Chapter[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const id = item.sections[0]?.name.split('#')[0] ?? '';
    const chapter = chapters.find(({ slug }) => slug === id);
    const text = chapter ? `${chapter.number} · ${chapter.title}` : id || 'Without a section';
    const group = groups.get(id) ?? { id: id ? `in-${id}` : 'without-a-section', text, items: [] };
    group.items.push(item);
    groups.set(id, group);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group);
}

function row(item: CoverageItem): string {
  const { id, sections, exercises, reading } = item;
  const practice = reading ? '<span class="quiet">reading is enough</span>' : list(exercises, 'no exercise');
  return `<tr id="${id}"><td>${escapeHtml(item.item)}</td><td>${list(sections, 'no section')}</td><td>${practice}</td></tr>`;
}

function list(places: readonly Place[], none: string): string {
  if (places.length === 0) return missing(none);
  return places
    .map((place) => (isThere(place) ? link(place) : missing(`${place.name}: still to be written`)))
    .join('<br>');
}

function link({ name, target }: Place): string {
  const text = name.includes('#') ? target?.text : name;
  return `<a href="${escapeHtml(target?.href ?? '')}">${escapeHtml(text ?? '')}</a>`;
}

function missing(words: string): string {
  return `<strong class="missing">${escapeHtml(words)}</strong>`;
}

/** Links to the rows that something is missing in. */
function missingItems(items: readonly CoverageItem[]): string {
  const open = items.filter((item) => !isTaught(item) || !isPractised(item));
  if (open.length === 0) return '';
  const links = open.map(({ id }) => `<a href="#${id}">${id}</a>`);
  return `<details><summary>${open.length} items that something is missing of</summary><p>${links.join(' ')}</p></details>\n`;
}
