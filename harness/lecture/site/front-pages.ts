import { blockCounts, describeCounts } from '../blocks/counts.ts';
import { escapeHtml } from '../escape.ts';
import type { Lecture } from '../lecture.ts';
import type { Page } from './page.ts';

/** The first page: every chapter with its summary. */
export function contentsPage({ chapters, planned, coverage }: Lecture): Page {
  const items = chapters.map(
    ({ slug, number, title, summary }) =>
      `<li><a href="${slug}.html"><b>${number} · ${escapeHtml(title)}</b></a><br>${escapeHtml(summary)}</li>`,
  );
  const open = [...planned].filter((name) => /^\d\d-/.test(name) && !chapters.some(({ slug }) => slug === name));
  const counts = describeCounts(blockCounts(chapters.flatMap(({ blocks }) => blocks)));
  const article = `<h1>Replication Lab</h1>
<p class="lead">A lecture on database replication. Every command in it has been run, on real PostgreSQL servers, and what
you read below a command is what it printed.</p>
<ol class="chapters">
${items.join('\n')}
</ol>
${open.length > 0 ? `<p class="quiet">Still to be written: ${open.length} chapters.</p>\n` : ''}<p><a href="exercises.html">The exercises, and where each of their checks is explained</a></p>
${coverage ? '<p><a href="coverage.html">The coverage map: what is taught, where, and which exercise asks for it</a></p>\n' : ''}<p class="quiet">${counts}. Press <kbd>?</kbd> for the keys.</p>
`;
  return {
    slug: 'index',
    title: 'Contents',
    summary: 'A lecture on database replication whose every command has been run.',
    crumb: 'Contents',
    article,
    sections: [],
  };
}

/** Every exercise, its checks, and the section that explains each. */
export function exercisesPage({ exercises, chapters }: Lecture): Page {
  const article = exercises.map(({ slug, title, summary, checks }) => {
    const name = slug.split('-')[0] as string;
    const items = checks.map(({ id, title: statement, lecture }) => {
      const [chapter = '', heading = ''] = lecture.split('#');
      const target = chapters.find((each) => each.slug === chapter);
      const text = target?.ids.get(heading);
      const words = escapeHtml(`${target?.number} · ${text}`);
      const link = text
        ? `<a href="${chapter}.html#${heading}">${words}</a>`
        : '<span class="quiet">still to be written</span>';
      return `<li id="${slug}-${id}">${escapeHtml(statement)}<br><span class="read">Read</span> ${link}</li>`;
    });
    return `<h2 id="${slug}">${escapeHtml(name)} · ${escapeHtml(title)}</h2>
<p>${escapeHtml(summary)}</p>
<p class="lab-command"><code>npm run grade ${escapeHtml(name)}</code></p>
<ul class="checks">
${items.join('\n')}
</ul>
`;
  });
  return {
    slug: 'exercises',
    title: 'The exercises',
    summary: 'Every exercise, its checks, and the sections that explain them.',
    crumb: 'The exercises',
    article: `<h1>The exercises</h1>\n${article.join('')}`,
    sections: exercises.map(({ slug, title }) => ({ id: slug, text: `${slug.split('-')[0]} · ${title}`, level: 2 })),
  };
}
