import { escapeHtml } from '../escape.ts';

/** One page of the site, before its frame is put around it. */
export interface Page {
  /** File name without `.html`. */
  slug: string;
  title: string;
  /** For search engines of the reader's own machine, and previews. */
  summary: string;
  /** The words in the breadcrumbs. */
  crumb: string;
  /** The text, as HTML. */
  article: string;
  /** The sections of this page. */
  sections: readonly { id: string; text: string; level: number }[];
}

export interface Neighbour {
  slug: string;
  title: string;
}

interface Frame {
  /** All pages, in reading order. */
  contents: readonly Neighbour[];
  previous: Neighbour | undefined;
  next: Neighbour | undefined;
  /** Added to the head: the live reload of the server. */
  extra: string;
}

/** Set before the first paint, so that a dark page does not flash. Storage may be forbidden for files. */
const early = `(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    for (const key of ['theme', 'jokes', 'instructor']) {
      const value = localStorage.getItem('lecture-' + key);
      if (value) root.dataset[key] = value;
    }
  } catch {}
})()`;

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E" +
  "%3Ccircle cx='5' cy='8' r='4' fill='%230b6b6b'/%3E%3Ccircle cx='12' cy='8' r='3' fill='%2366b2ab'/%3E%3C/svg%3E";

/** The whole HTML of a page: it loads its style sheet and one classic script, both beside it. */
export function renderPage(page: Page, frame: Frame): string {
  const { previous, next } = frame;
  return `<!doctype html>
<html lang="en"${attribute('data-previous', previous)}${attribute('data-next', next)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.crumb)} · Replication Lab</title>
<meta name="description" content="${escapeHtml(page.summary)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<script>${early}</script>
<link rel="stylesheet" href="lecture.css">
<script defer src="lecture.js"></script>
${frame.extra}</head>
<body>
<a class="skip" href="#_main">Skip to the text</a>
<header class="top">
<nav class="crumbs" aria-label="Breadcrumbs"><ol>
<li><a href="index.html">Replication Lab</a></li>
${page.slug === 'index' ? '' : `<li aria-current="page">${escapeHtml(page.crumb)}</li>\n`}</ol></nav>
<div class="tools">
${tableOfContents(page, frame)}
${tools}
</div>
</header>
<main id="_main" tabindex="-1">
<article>
${page.article}</article>
${turnPages(previous, next)}</main>
${help}
</body>
</html>
`;
}

function attribute(name: string, page: Neighbour | undefined): string {
  return page ? ` ${name}="${page.slug}.html"` : '';
}

/** The sections of this page, then all pages. It opens without a script. */
function tableOfContents({ slug, sections }: Page, { contents }: Frame): string {
  const here = sections.map(
    ({ id, text, level }) => `<li class="level-${level}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  const all = contents.map(
    (page) =>
      `<li><a href="${page.slug}.html"${page.slug === slug ? ' aria-current="page"' : ''}>${escapeHtml(page.title)}</a></li>`,
  );
  return `<details class="popup" id="_contents"><summary>Contents</summary>
<nav class="panel" aria-label="Contents">
${here.length > 0 ? `<p class="panel-title">On this page</p><ol>${here.join('\n')}</ol>\n` : ''}<p class="panel-title">The lecture</p>
<ol>${all.join('\n')}</ol>
</nav></details>`;
}

const choices = [
  ['', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
].map(([value, label]) => `<label><input type="radio" name="theme" value="${value}"> ${label}</label>`);

const tools = `<form class="search needs-script" role="search" action="#">
<input type="search" id="_search" placeholder="Search  /" aria-label="Search the lecture" autocomplete="off">
<div class="panel" id="_found" hidden><p class="panel-title" id="_count" aria-live="polite"></p><ol></ol></div>
</form>
<details class="popup needs-script" id="_view"><summary>View</summary>
<div class="panel">
<fieldset><legend>Colours</legend>${choices.join('\n')}</fieldset>
<fieldset><legend>Show</legend>
<label><input type="checkbox" name="jokes"> Asides that are not serious</label>
<label><input type="checkbox" name="instructor"> Notes for instructors</label></fieldset>
<p><button type="button" id="_print">Print</button> <button type="button" id="_keys">Keys</button></p>
</div></details>`;

function turnPages(previous: Neighbour | undefined, next: Neighbour | undefined): string {
  const link = (page: Neighbour | undefined, rel: string, word: string) =>
    page
      ? `<a rel="${rel}" href="${page.slug}.html"><span>${word}</span> ${escapeHtml(page.title)}</a>`
      : '<span></span>';
  if (!previous && !next) return '';
  return `<nav class="turn" aria-label="Previous and next">
${link(previous, 'prev', 'Before')}
${link(next, 'next', 'Next')}
</nav>
`;
}

const keys = [
  ['/', 'search'],
  ['←', 'the page before'],
  ['→', 'the next page'],
  ['Esc', 'close what is open'],
  ['?', 'these keys'],
].map(([key, means]) => `<div><dt><kbd>${key}</kbd></dt><dd>${means}</dd></div>`);

const help = `<dialog id="_help" aria-labelledby="_help-title"><h2 id="_help-title">Keys</h2>
<dl>${keys.join('\n')}</dl>
<form method="dialog"><button>Close</button></form></dialog>`;
