import type { CheckExplanation } from '../grading/explain.ts';
import { labelled, lectureFile, linked, renderCheck, type TerminalOptions } from './check-lines.ts';
import { gradedFolder } from './graded-folder.ts';
import { renderRunLine } from './hint.ts';
import { styleFor } from './style.ts';
import { wrap } from './text.ts';

export interface ExplainOptions extends TerminalOptions {
  /** As it is typed: `ex4`. */
  word: string;
  /** Milliseconds since 1970. */
  now: number;
  /** A path as the one who reads it may type it. */
  shorten(path: string): string;
}

/** One check: what it does, what the latest run expected and saw, and how to look oneself. */
export function renderExplanation(explanation: CheckExplanation, options: ExplainOptions): string[] {
  const { check, lecture } = explanation;
  const { color, width, word } = options;
  const style = styleFor(color);
  const title = (text: string) => ['', style('bold', text)];
  return [
    `${style('bold', check.id)} (${check.points} points)`,
    ...wrap(check.title, width, '  '),
    ...title('What it does'),
    ...wrap(check.explain?.does ?? 'The manifest has no words for it besides its title.', width, '  '),
    ...(check.requires ? wrap(`It is graded only when these passed: ${check.requires.join(', ')}.`, width, '  ') : []),
    ...title('What happened'),
    ...happened(explanation, options),
    ...title('Look yourself'),
    ...howTo(check.explain?.look, width),
    ...(check.explain?.look ?? []).flatMap(({ run, see }) =>
      // What is to be copied stays on one line.
      run === undefined ? wrap(see, width, '  ') : [`  ${run}`, ...wrap(see, width, '      ')],
    ),
    ...evidence(explanation, options),
    `  ${again(explanation, word)}`,
    ...linked('read', lectureFile(lecture), style, '  '),
  ];
}

/** Grades the check again, of the same folder and with the same data where there was a run. */
function again({ check, run }: CheckExplanation, word: string): string {
  if (!run) return `npm run grade ${word} -- --only ${check.id}`;
  return `npm run grade ${word}${gradedFolder(run.report)} -- --only ${check.id} --seed ${run.report.run.seed}`;
}

function happened({ run, check }: CheckExplanation, options: ExplainOptions): string[] {
  const { color, now, width, word } = options;
  if (!run) return wrap(`It was not part of the latest run. Next: npm run grade ${word}`, width, '  ');
  const { report, result } = run;
  const { outcome } = result;
  const head = `  ${renderRunLine(report, now)}`;
  if (outcome.cause === 'invalid-submission') return [head, '  Your files could not be loaded, so no check was run.'];
  if (outcome.verdict === 'skipped') {
    const first = check.requires?.find((id) => outcome.reason?.startsWith(`${id} `));
    const more = first === undefined ? [] : [`  npm run explain ${word} ${first}`];
    return [head, ...labelled('skipped', outcome.reason, width, styleFor(color), '  '), ...more];
  }
  const lines = renderCheck({ ...result, lecture: undefined }, options);
  return [head, '', ...lines.slice(0, lines.at(-1) === '' ? -1 : undefined)];
}

/** There is no psql, and the servers are gone after the run: one's own program is the place to ask from. */
function howTo(look: { run?: string }[] = [], width: number): string[] {
  if (!look.some(({ run }) => run !== undefined)) return [];
  const words =
    'Ask from your own code, by the connection strings that it gets: what it prints is kept as output.log with the evidence.';
  return wrap(words, width, '  ');
}

/** What the run has kept: logs of both servers, output, and the story of the check. */
function evidence({ run }: CheckExplanation, { shorten }: ExplainOptions): string[] {
  if (!run || run.report.findings.length > 0) return [];
  const events = shorten(`${run.report.run.evidence}/events.jsonl`);
  const stories = run.stories.map((story) => `grep '"check":"${story}"' ${events}`);
  return [...run.files.map((file) => `less ${shorten(file)}`), ...stories].map((line) => `  ${line}`);
}
