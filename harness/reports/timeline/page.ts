import type { LabEvent } from '../../grading/event-kinds.ts';
import type { CheckReport, CheckVerdict, GradeReport } from '../../grading/grade-report.ts';
import {
  checkNavigation,
  checkReasons,
  checkSection,
  checkWords,
  definition,
  findingsSection,
  texts,
} from '../html/check.ts';
import { renderPage } from '../html/page.ts';
import { escapeMarkup } from '../markup.ts';
import { scoreText } from '../score.ts';
import { cut, harmlessLine } from '../text.ts';
import { renderChart, time } from './chart.ts';
import type { Entry } from './entries.ts';
import { ofKind, parseEvents } from './events.ts';
import { type Judgement, type Story, tellStory } from './story.ts';
import { styleSheet } from './style-sheet.ts';

/** Events listed of one story, and of all. */
const storyLimit = 250;
const pageLimit = 1200;

/**
 * timeline.html: what happened on every node and link, a section for each check, the failed ones first. One page that
 * needs no network and no script; whatever stems from a student or a server is text in it. `jsonl` is the content of
 * the run's events.jsonl.
 */
export function renderTimeline(report: GradeReport, jsonl: string): string {
  const events = parseEvents(jsonl);
  const title = `${report.exercise.slug}: ${scoreText(report.points)}`;
  const checks = report.checks.toSorted((a, b) => order.indexOf(a.outcome.verdict) - order.indexOf(b.outcome.verdict));
  const stories = new Stories(report, events);
  return renderPage({
    title,
    style: styleSheet,
    body: `<header>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(report.exercise.title)}</p>
<dl class="facts">${facts(report)}</dl>
${checkNavigation(checks)}
</header>
<main>
${findingsSection(report)}${checks.map((check) => section(check, stories)).join('\n')}
</main>
<footer>
<p>Times are counted from the moment at which the servers of a check were ready. The charts are not to scale: waiting is shortened. All that was written down is in <code>events.jsonl</code> beside this page.</p>
</footer>
`,
  });
}

const order: CheckVerdict[] = ['failed', 'errored', 'inconclusive', 'skipped', 'awaiting', 'reviewed', 'passed'];

/** Tells each story once, at the first check that it decided. */
class Stories {
  readonly #report: GradeReport;
  readonly #events: readonly LabEvent[];
  readonly #told = new Map<string, string>();
  #room = pageLimit;

  constructor(report: GradeReport, events: readonly LabEvent[]) {
    this.#report = report;
    this.#events = events;
  }

  of(check: string): string[] {
    const judged = ofKind(this.#events, 'judged').filter((event) => event.check === check);
    const ids = new Set([check, ...judged.map(({ detail }) => detail.scenario)]);
    return [...ids].flatMap((id) => this.#tell(id, check));
  }

  #tell(id: string, check: string): string[] {
    const before = this.#told.get(id);
    if (before !== undefined) return [`<p>What happened is told under <a href="#${before}">${before}</a>.</p>`];
    const story = tellStory(id, this.#events, this.#judgements(id), Math.min(storyLimit, this.#room));
    if (!story) return [];
    this.#told.set(id, check);
    this.#room -= story.entries.length;
    return [figure(story)];
  }

  /** The checks that a story decided: its own, or those that judged it. */
  #judgements(id: string): Judgement[] {
    const judges = ofKind(this.#events, 'judged').filter(({ detail }) => detail.scenario === id);
    const ids = [id, ...judges.map(({ check }) => check)];
    return this.#report.checks
      .filter((check) => ids.includes(check.id))
      .map(({ id: check, outcome }) => ({
        check,
        failed: outcome.verdict === 'failed' ? (outcome.failure?.rationale ?? '') : undefined,
        at: outcome.failure?.at,
      }));
  }
}

function facts({ run, submission, verdict }: GradeReport): string {
  const rows: [string, string][] = [
    ['result', checkWords[verdict]],
    ['graded', submission.path],
    ['begun', run.startedAt],
    ['servers', `PostgreSQL ${run.engine.postgres}, ${run.engine.name}`],
    ['seed', run.seed],
  ];
  return rows.map(([name, value]) => definition(name, harmlessLine(value))).join('');
}

/** What did not pass is open; what passed can be opened. */
function section(check: CheckReport, stories: Stories): string {
  const { id } = check;
  const { verdict } = check.outcome;
  const told = stories.of(id);
  const body = `${reasons(check)}${told.join('\n')}`;
  const inner =
    verdict === 'passed' && told.some((part) => part.startsWith('<div'))
      ? `<details><summary>What happened</summary>${body}</details>`
      : body;
  return checkSection(check, inner);
}

function reasons(check: CheckReport): string {
  const evidence = check.outcome.failure?.evidence ?? [];
  const shown = evidence.map(({ title, lines }) => {
    const text = cut(lines.join('\n'), { lines: 12, columns: 400 });
    return `<details><summary>${escapeMarkup(harmlessLine(title))}</summary><pre>${escapeMarkup(text)}</pre></details>`;
  });
  return `${checkReasons(check)}${shown.join('')}`;
}

function figure(story: Story): string {
  const anchor = ({ number }: Entry) => `${story.id}.${number}`;
  const warning =
    story.twoLeaders.length > 0 ? '<p class="warning">Two servers were leaders at the same time.</p>' : '';
  const rows = story.entries.map((entry, at) => {
    const gap = entry.number - (story.entries[at - 1]?.number ?? 0) > 1;
    const hole = gap ? `<tr><td colspan="4">… ${story.leftOut} events are left out here</td></tr>` : '';
    return hole + row(entry, anchor(entry), story);
  });
  const cutLanes = story.lanes.filter((lane) => lane.cut).map(({ name }) => escapeMarkup(name));
  const bars = cutLanes.length > 0 ? `<p>Bars are left out in the middle of: ${cutLanes.join(', ')}.</p>` : '';
  const left =
    story.leftOut > 0 && story.entries.length === 0 ? `<p>${story.leftOut} events are left out here.</p>` : '';
  const list = `<table id="${story.id}.list"><caption>What happened, in ${time(story.length)}</caption><thead><tr><th scope="col">#</th><th scope="col">when</th><th scope="col">where</th><th scope="col">what</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<div class="story"><a class="skip" href="#${story.id}.list">Skip the chart: the same events as a list</a>${warning}${renderChart(story, anchor)}${bars}${left}${list}</div>`;
}

function row({ at, lane, number, text, tone }: Entry, id: string, story: Story): string {
  const where = story.lanes.find(({ key }) => key === lane)?.name ?? lane ?? '';
  return `<tr id="${id}" class="${tone}"><td>${number}</td><td>${time(at)}</td><td>${escapeMarkup(where)}</td><td>${escapeMarkup(cut(text, texts))}</td></tr>`;
}
